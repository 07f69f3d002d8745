using System.Buffers;
using TicketFlow.Agent.Journal;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Spool;

/// <summary>Writes one document to a file of the spool, counted piece by piece, and makes it durable.</summary>
internal sealed class SpoolFile(SpoolStore spool, string file, long maxDocument)
{
    private const int PieceBytes = 128 * 1024;
    private long _taken;

    /// <summary>The disk failed, not the sender.</summary>
    public bool OwnFault { get; private set; }

    /// <summary>Returns the length, or the code of the limit it met.</summary>
    /// <exception cref="IOException">Disk full, or the sender broke off (see <see cref="OwnFault"/>).</exception>
    public async Task<(long Length, string? Code)> WriteAsync(ReadOnlyMemory<byte> first, Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            await using var target = Open();
            if (!await WritePieceAsync(target, first, cancellationToken))
            {
                return (0, AgentErrors.SpoolFull);
            }

            while (await body.ReadAsync(buffer.AsMemory(), cancellationToken) is > 0 and var read)
            {
                if (_taken + read > maxDocument)
                {
                    return (0, AgentErrors.DocumentTooLarge);
                }

                if (!await WritePieceAsync(target, buffer.AsMemory(0, read), cancellationToken))
                {
                    return (0, AgentErrors.SpoolFull);
                }
            }

            MakeDurable(target);
            return (_taken, null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>There will be no job for it.</summary>
    public void Discard()
    {
        spool.DeleteQuietly(file);
        spool.Disk.GiveBack(_taken);
        _taken = 0;
    }

    private FileStream Open()
    {
        OwnFault = true;
        var target = new FileStream(spool.PathOf(file), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        OwnFault = false;
        return target;
    }

    private async ValueTask<bool> WritePieceAsync(FileStream target, ReadOnlyMemory<byte> piece, CancellationToken cancellationToken)
    {
        if (!spool.Disk.TryTake(piece.Length))
        {
            return false;
        }

        _taken += piece.Length;
        OwnFault = true;
        try
        {
            await target.WriteAsync(piece, cancellationToken);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // The runtime's word for a file that may not grow any more.
            throw new IOException(e.Message, e);
        }

        OwnFault = false;
        return true;
    }

    private void MakeDurable(FileStream target)
    {
        // From here on a fault is the disk's: what follows is the journal's record.
        OwnFault = true;
        target.Flush(flushToDisk: true);
        DirectorySync.Flush(Path.GetDirectoryName(spool.PathOf(file))!);
    }
}
