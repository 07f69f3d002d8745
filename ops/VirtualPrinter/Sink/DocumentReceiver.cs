using System.Buffers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.VirtualPrinter.Sink;

/// <summary>One connection, one document.</summary>
internal sealed class DocumentReceiver(PrinterOptions options, Socket socket, string stem, TimeProvider clock)
{
    private const int BufferBytes = 64 * 1024;
    private static readonly byte[] IdMark = "%TF-ID: "u8.ToArray();

    private readonly long _started = clock.GetTimestamp();
    private long _bytes;
    private string? _id;

    public async Task ReceiveAsync(string printer, int port, DocumentIndex index, CancellationToken cancellationToken)
    {
        var partial = Path.Combine(options.Directory, stem + ".partial");
        var file = options.HashOnly ? null : new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        bool complete;
        DateTimeOffset ended;
        TimeSpan took;
        try
        {
            complete = await ReadAsync(hash, file, cancellationToken);
            ended = clock.GetUtcNow();
            took = clock.GetElapsedTime(_started);
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync();
            }
        }

        if (_bytes == 0)
        {
            // Somebody knocked and went away: no document.
            File.Delete(partial);
            return;
        }

        if (complete && file is not null)
        {
            File.Move(partial, Path.ChangeExtension(partial, ".prn"), overwrite: true);
        }

        var name = file is null ? null : stem + (complete ? ".prn" : ".partial");
        await index.AppendAsync(new DocumentLine(
            ended, printer, port, name, _bytes, Convert.ToHexStringLower(hash.GetHashAndReset()), complete, _id, took.TotalMilliseconds));
    }

    private async Task<bool> ReadAsync(IncrementalHash hash, FileStream? file, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (true)
            {
                if (_bytes >= options.StallAfter)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }

                var read = await socket.ReceiveAsync(buffer.AsMemory(0, Wanted()), cancellationToken);
                if (read == 0)
                {
                    return true;
                }

                FindId(buffer.AsSpan(0, read));
                _bytes += read;
                hash.AppendData(buffer, 0, read);
                if (file is not null)
                {
                    await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
                }

                if (_bytes >= options.CloseAfter)
                {
                    // A close in order on our side: the end of the stream goes out before any reset can.
                    socket.Shutdown(SocketShutdown.Send);
                    return false;
                }

                await KeepRateAsync(cancellationToken);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int Wanted()
    {
        var limit = Math.Min(options.CloseAfter ?? long.MaxValue, options.StallAfter ?? long.MaxValue) - _bytes;
        var piece = options.Rate is { } rate ? Math.Max(1, rate / 50) : BufferBytes;
        return (int)Math.Min(Math.Min(piece, BufferBytes), Math.Max(1, limit));
    }

    private async ValueTask KeepRateAsync(CancellationToken cancellationToken)
    {
        if (options.Rate is { } rate)
        {
            var ahead = TimeSpan.FromSeconds((double)_bytes / rate) - clock.GetElapsedTime(_started);
            if (ahead > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(ahead, clock, cancellationToken);
            }
        }
    }

    private void FindId(ReadOnlySpan<byte> piece)
    {
        // Senders write the first line in one piece; a line cut in two simply has no id.
        if (_bytes == 0 && piece.StartsWith(IdMark))
        {
            var end = piece.IndexOfAny((byte)'\n', (byte)'\r');
            _id = end < 0 ? null : Encoding.UTF8.GetString(piece[IdMark.Length..end]);
        }
    }
}
