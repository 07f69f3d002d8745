using System.Buffers;
using Microsoft.Win32.SafeHandles;
using TicketFlow.Agent.Journal;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Spool;

/// <summary>
/// Writes one document to a file of the spool, counted piece by piece, and makes it durable. Written where it is: a file's asynchronous
/// write hands the same blocking call to another thread (<see cref="SpooledDocument"/>).
/// </summary>
internal sealed class SpoolFile(SpoolStore spool, string file, long maxDocument) : IDisposable
{
    private const int PieceBytes = 256 * 1024;

    /// <summary>So often the disk is told to begin: what it has already is not waited for at the end.</summary>
    private const int EarlyBytes = 4 * 1024 * 1024;

    private SafeFileHandle? _target;
    private long _taken;
    private long _early;

    /// <summary>The disk failed, not the sender.</summary>
    public bool OwnFault { get; private set; }

    /// <summary>Returns the length, or the code of the limit it met.</summary>
    /// <exception cref="IOException">Disk full, or the sender broke off (see <see cref="OwnFault"/>).</exception>
    public async Task<(long Length, string? Code)> WriteAsync(ReadOnlyMemory<byte> first, Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            Open();
            if (!WritePiece(first.Span))
            {
                return (0, AgentErrors.SpoolFull);
            }

            while (await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var read)
            {
                if (_taken + read > maxDocument)
                {
                    return (0, AgentErrors.DocumentTooLarge);
                }

                if (!WritePiece(buffer.AsSpan(0, read)))
                {
                    return (0, AgentErrors.SpoolFull);
                }
            }

            return (_taken, null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Waits for the disk, on a thread of its own, and closes the file: what follows is the journal's record.</summary>
    /// <exception cref="IOException">The disk does not keep it.</exception>
    public Task MakeDurableAsync()
    {
        // From here on a fault is the disk's.
        OwnFault = true;
        return Task.Run(() =>
        {
            using (_target)
            {
                RandomAccess.FlushToDisk(_target!);
            }

            DirectorySync.Flush(Path.GetDirectoryName(spool.PathOf(file))!);
        });
    }

    /// <summary>To look into it while it is not yet closed.</summary>
    public Stream OpenRead() => new FileStream(
        spool.PathOf(file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <summary>There will be no job for it.</summary>
    public void Discard()
    {
        spool.DeleteQuietly(file);
        spool.Disk.GiveBack(_taken);
        _taken = 0;
    }

    public void Dispose() => _target?.Dispose();

    private void Open()
    {
        OwnFault = true;
        _target = File.OpenHandle(spool.PathOf(file), FileMode.Create, FileAccess.Write, FileShare.Read);
        OwnFault = false;
    }

    private bool WritePiece(ReadOnlySpan<byte> piece)
    {
        if (!spool.Disk.TryTake(piece.Length))
        {
            return false;
        }

        var at = _taken;
        _taken += piece.Length;
        OwnFault = true;
        try
        {
            RandomAccess.Write(_target!, piece, at);
        }
        catch (ArgumentOutOfRangeException e)
        {
            // The runtime's word for a file that may not grow any more.
            throw new IOException(e.Message, e);
        }

        OwnFault = false;
        if (_taken - _early >= EarlyBytes)
        {
            EarlyWriting.Begin(_target!, _early, _taken - _early);
            _early = _taken;
        }

        return true;
    }
}
