using System.Buffers;
using System.Net.Sockets;
using System.Text;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Lpd;

/// <summary>
/// One connection to one daemon: queue, control file and document, each acknowledged by an octet of zeros (RFC 1179 section 6).
/// </summary>
internal sealed class LpdSession(Socket socket, LpdAddress address, TransferJob job, LpdOptions options, TimeProvider clock) : ITcpSession
{
    private static readonly byte[] End = [0];
    private static readonly byte[] AbortJob = [1, (byte)'\n'];

    private readonly LpdControlFile _control = LpdControlFile.Of(job);
    private readonly byte[] _answer = new byte[1];

    /// <inheritdoc />
    public long DocumentBytes { get; private set; }

    /// <inheritdoc />
    public bool AnyByteLeft { get; private set; }

    /// <inheritdoc />
    public TransferGrade Grade => TransferGrade.Accepted;

    /// <inheritdoc />
    public async Task<TransferBreak?> RunAsync(IProgress<long> progress, CancellationToken cancellationToken)
    {
        await using var watch = new StallWatch(() => AcknowledgedBytes.Of(socket), options.StallLimit, clock, cancellationToken);
        try
        {
            return await HandOverAsync(progress, watch);
        }
        catch (OperationCanceledException) when (watch.Token.IsCancellationRequested)
        {
            return watch.Stalled ? TransferBreak.Stalled(job, options.StallLimit, DocumentBytes) : TransferBreak.Cancelled;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.Shutdown)
        {
            return ClosedEarly();
        }
    }

    private async Task<TransferBreak?> HandOverAsync(IProgress<long> progress, StallWatch watch)
    {
        if (await OrderAsync($"\u0002{address.Queue}\n", $"the queue '{address.Queue}'", watch) is { } noQueue)
        {
            return noQueue;
        }

        return address.DataFirst
            ? await SendDocumentAsync(progress, watch) ?? await SendControlFileAsync(watch)
            : await SendControlFileAsync(watch) ?? await SendDocumentAsync(progress, watch);
    }

    private async Task<TransferBreak?> SendControlFileAsync(StallWatch watch)
    {
        if (await OrderAsync($"\u0002{_control.Content.Length} {_control.Name}\n", "the control file", watch) is { } refused)
        {
            return refused;
        }

        await SendAsync(_control.Content, watch);
        await SendAsync(End, watch);
        return await AnswerAsync("the control file", watch);
    }

    private async Task<TransferBreak?> SendDocumentAsync(IProgress<long> progress, StallWatch watch)
    {
        await BeginAsync(watch);
        if (await OrderAsync($"\u0003{job.Length} {_control.DocumentName}\n", "the document", watch) is { } refused)
        {
            return refused;
        }

        if (await PumpAsync(progress, watch) is { } broken)
        {
            return broken;
        }

        await SendAsync(End, watch);
        return await AnswerAsync("the document", watch);
    }

    private async Task BeginAsync(StallWatch watch)
    {
        try
        {
            await job.BeforeFirstByte(watch.Token);
        }
        catch
        {
            // The daemon may have the control file already: it must not wait for a document that will not come.
            await socket.SendAsync(AbortJob, CancellationToken.None);
            throw;
        }
    }

    private async Task<TransferBreak?> PumpAsync(IProgress<long> progress, StallWatch watch)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(job.Length, 512, options.BufferBytes));
        try
        {
            while (DocumentBytes < job.Length)
            {
                var wanted = (int)Math.Min(buffer.Length, job.Length - DocumentBytes);
                var read = await job.ReadDocumentAsync(buffer.AsMemory(0, wanted), watch.Token);
                if (read <= 0)
                {
                    return TransferBreak.TooShort(job, DocumentBytes);
                }

                AnyByteLeft = true;
                await SendAsync(buffer.AsMemory(0, read), watch);
                DocumentBytes += read;
                progress.Report(DocumentBytes);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<TransferBreak?> OrderAsync(string line, string what, StallWatch watch)
    {
        await SendAsync(Encoding.ASCII.GetBytes(line), watch);
        return await AnswerAsync(what, watch);
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, StallWatch watch)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, watch.Token);
            watch.Moved(sent);
            bytes = bytes[sent..];
        }
    }

    private async Task<TransferBreak?> AnswerAsync(string what, StallWatch watch)
    {
        var read = await socket.ReceiveAsync(_answer, watch.Token);
        watch.Moved();
        return read == 0 ? ClosedEarly()
            : _answer[0] == 0 ? null
            : new TransferBreak(TransferFault.Rejected, $"{job.Address} does not take {what} (LPD answer {_answer[0]}).");
    }

    private TransferBreak ClosedEarly() => new(
        TransferFault.ClosedEarly, $"{job.Address} closed the connection before it had confirmed all {job.Length} bytes.");
}
