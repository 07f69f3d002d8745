using System.Buffers;
using System.Net.Sockets;

namespace TicketFlow.Printing.Raw;

/// <summary>One connection to one printer, from the first byte to the printer's close.</summary>
internal sealed class RawTcpSession(Socket socket, TransferJob job, PjlConversation? pjl, RawTcpOptions options, TimeProvider clock)
    : ITcpSession
{
    private static readonly TimeSpan AcknowledgementLook = TimeSpan.FromMilliseconds(5);

    private long _wireBytes;
    private volatile bool _peerClosed;

    private enum PeerEnd
    {
        Closed,
        Reset,
        Stopped,
    }

    /// <inheritdoc />
    public long DocumentBytes { get; private set; }

    /// <inheritdoc />
    public bool AnyByteLeft { get; private set; }

    /// <inheritdoc />
    public TransferGrade Grade { get; private set; }

    /// <inheritdoc />
    public async Task<TransferBreak?> RunAsync(IProgress<long> progress, CancellationToken cancellationToken)
    {
        await job.BeforeFirstByte(cancellationToken);
        await using var watch = new StallWatch(() => AcknowledgedBytes.Of(socket), options.StallLimit, clock, cancellationToken);
        var peer = DrainBackChannelAsync(watch.Token);
        try
        {
            var fault = await PumpAsync(progress, watch);
            watch.Rest();
            return fault ?? await AwaitWordAsync(watch.Token) ?? await AwaitCloseAsync(peer, watch.Token);
        }
        catch (OperationCanceledException) when (watch.Token.IsCancellationRequested)
        {
            return watch.Stalled ? Stalled() : TransferBreak.Cancelled;
        }
        catch (SocketException e)
        {
            // A reset is told once, to the reading or the writing side; the other one then only sees a closed connection.
            return await peer is PeerEnd.Closed && e.SocketErrorCode is SocketError.Shutdown
                ? ClosedEarly()
                : TransferBreak.From(e, job.Address);
        }
        finally
        {
            await watch.StopAsync();
            await peer;
        }
    }

    private async Task<TransferBreak?> PumpAsync(IProgress<long> progress, StallWatch watch)
    {
        if (pjl is not null)
        {
            await SendAllAsync(pjl.Opening(), watch);
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(job.Length, 512, options.BufferBytes));
        try
        {
            while (DocumentBytes < job.Length)
            {
                var wanted = (int)Math.Min(buffer.Length, job.Length - DocumentBytes);
                var read = await job.ReadDocumentAsync(buffer.AsMemory(0, wanted), watch.Token);
                if (_peerClosed)
                {
                    return ClosedEarly();
                }

                if (read <= 0)
                {
                    return TransferBreak.TooShort(job, DocumentBytes);
                }

                await SendDocumentAsync(buffer.AsMemory(0, read), watch);
                progress.Report(DocumentBytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (pjl is not null)
        {
            await SendAllAsync(pjl.Closing(), watch);
        }

        return null;
    }

    private async ValueTask SendDocumentAsync(ReadOnlyMemory<byte> bytes, StallWatch watch)
    {
        AnyByteLeft = true;
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, watch.Token);
            DocumentBytes += sent;
            Note(sent, watch);
            bytes = bytes[sent..];
        }
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, StallWatch watch)
    {
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, watch.Token);
            Note(sent, watch);
            bytes = bytes[sent..];
        }
    }

    private void Note(int sent, StallWatch watch)
    {
        _wireBytes += sent;
        watch.Moved(sent);
    }

    /// <summary>With PJL: waits for the printer's own word that the job is done, while it goes on answering.</summary>
    private async Task<TransferBreak?> AwaitWordAsync(CancellationToken cancellationToken)
    {
        if (pjl is null)
        {
            return null;
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, job.WaitNoLonger);
        try
        {
            await pjl.Spoke.WaitAsync(options.PjlAnswerWait, clock, wait.Token);
            if ((await pjl.Ended.WaitAsync(options.PjlEndWait, clock, wait.Token)).Cancelled)
            {
                return new TransferBreak(TransferFault.Aborted, $"The job was cancelled at the printer {job.Address}.");
            }

            Grade = TransferGrade.Reported;
            var farewell = PjlConversation.Farewell();
            _wireBytes += await socket.SendAsync(farewell, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // No PJL, or no word about the end: what is known is that the bytes were taken.
        }

        return null;
    }

    private async Task<TransferBreak?> AwaitCloseAsync(Task<PeerEnd> peer, CancellationToken cancellationToken)
    {
        socket.Shutdown(SocketShutdown.Send);
        try
        {
            switch (await peer.WaitAsync(options.CloseWait, clock, cancellationToken))
            {
                case PeerEnd.Reset:
                    return new TransferBreak(TransferFault.Reset, $"{job.Address} reset the connection at the end of the document.");
                case PeerEnd.Stopped:
                    // The listener saw the stop first: that is no close by the printer.
                    cancellationToken.ThrowIfCancellationRequested();
                    break;
            }
        }
        catch (TimeoutException)
        {
            // Some printers keep the connection; what counts is that they have every byte.
            return AcknowledgedBytes.Covers(socket, _wireBytes) ? null : Stalled();
        }

        return await AllAcknowledgedAsync(cancellationToken) ? null : ClosedEarly();
    }

    private async Task<bool> AllAcknowledgedAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (!AcknowledgedBytes.Covers(socket, _wireBytes))
        {
            var broken = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != SocketError.Success;
            if (broken || !socket.Connected || clock.GetElapsedTime(started) > options.CloseWait)
            {
                return AcknowledgedBytes.Covers(socket, _wireBytes);
            }

            await Task.Delay(AcknowledgementLook, clock, cancellationToken);
        }

        return true;
    }

    private async Task<PeerEnd> DrainBackChannelAsync(CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(512);
        try
        {
            // Printers talk back (status lines, PJL echoes), and an unread answer blocks some models: it is read even if nobody listens.
            while (await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var heard)
            {
                pjl?.Hear(buffer.AsSpan(0, heard));
            }

            _peerClosed = true;
            return PeerEnd.Closed;
        }
        catch (SocketException)
        {
            return PeerEnd.Reset;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            return PeerEnd.Stopped;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private TransferBreak Stalled() => TransferBreak.Stalled(job, options.StallLimit, DocumentBytes, pjl?.Display);

    private TransferBreak ClosedEarly() => new(
        TransferFault.ClosedEarly, $"{job.Address} closed the connection before it had all {job.Length} bytes.");
}
