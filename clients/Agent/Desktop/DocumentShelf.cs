using System.Buffers;
using TicketFlow.Agent.Journal;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Spool;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Desktop;

/// <summary>Documents that are not jobs yet: held back by their user, or of LPD. Counted against the spool.</summary>
internal sealed class DocumentShelf(DesktopMemory memory, SpoolStore spool, SpoolOptions options)
{
    private const int PieceBytes = 64 * 1024;

    public string PathOf(string name) => Path.Combine(memory.Directory, name);

    /// <summary>Writes a document and makes it durable; null when that worked, else the code of the limit it met.</summary>
    /// <param name="length">Bytes to read; null: to the end.</param>
    /// <exception cref="IOException">The disk failed, or the sender broke off; nothing is left behind.</exception>
    public async Task<string?> KeepAsync(string name, Stream document, long? length, CancellationToken cancellationToken)
    {
        var (kept, code) = (false, default(string));
        var target = new FileStream(PathOf(name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            code = await CopyAsync(document, target, length ?? long.MaxValue, length is not null, cancellationToken);
            target.Flush(flushToDisk: code is null);
            kept = code is null;
        }
        finally
        {
            await target.DisposeAsync();
            if (!kept)
            {
                Drop(name);
            }
        }

        DirectorySync.Flush(memory.Directory);
        return code;
    }

    /// <exception cref="IOException">It is gone.</exception>
    public FileStream OpenRead(string name) =>
        new(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: false);

    /// <summary>Counts a document found at start.</summary>
    public void Recover(string name) => spool.Disk.Take(new FileInfo(PathOf(name)).Length);

    public void Drop(string name)
    {
        var file = new FileInfo(PathOf(name));
        if (file.Exists)
        {
            spool.Disk.GiveBack(file.Length);
            file.Delete();
        }
    }

    private async Task<string?> CopyAsync(Stream from, FileStream to, long most, bool exactly, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
        try
        {
            var rest = most;
            while (rest > 0
                && await from.ReadAsync(buffer.AsMemory(0, (int)Math.Min(PieceBytes, rest)), cancellationToken) is > 0 and var read)
            {
                if (to.Length + read > options.MaxDocument)
                {
                    return AgentErrors.DocumentTooLarge;
                }

                if (!spool.Disk.TryTake(read))
                {
                    return AgentErrors.SpoolFull;
                }

                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                rest -= read;
            }

            return exactly && rest > 0 ? throw new EndOfStreamException("The document ends early.")
                : to.Length == 0 ? AgentErrors.DocumentEmpty : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
