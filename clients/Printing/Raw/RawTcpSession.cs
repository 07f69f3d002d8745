using System.Buffers;
using System.Net.Sockets;

namespace TicketFlow.Printing.Raw;

/// <summary>One connection to one printer, from the first byte to the printer's close.</summary>
internal sealed class RawTcpSession(Socket socket, TransferJob job, RawTcpOptions options, TimeProvider clock)
{
    private static readonly TimeSpan AcknowledgementLook = TimeSpan.FromMilliseconds(5);

    private long _bytesHanded;
    private long _lastSeenHanded = -1;
    private long _lastSeenAcknowledged = -1;
    private volatile bool _stalled;
    private volatile bool _peerClosed;

    private enum PeerEnd
    {
        Closed,
        Reset,
        Stopped,
    }

    /// <summary>Bytes handed to the network.</summary>
    public long BytesHanded => Interlocked.Read(ref _bytesHanded);

    /// <summary>Set just before the first byte is handed over: from there on nobody can prove that nothing left.</summary>
    public bool AnyByteLeft { get; private set; }

    public async Task<TransferBreak?> RunAsync(IProgress<long> progress, CancellationToken cancellationToken)
    {
        await job.BeforeFirstByte(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var watchdog = clock.CreateTimer(_ => LookForProgress(stop), null, options.StallLimit, options.StallLimit);
        var peer = DrainBackChannelAsync(stop.Token);
        try
        {
            var fault = await PumpAsync(progress, stop.Token);
            return fault ?? await AwaitCloseAsync(peer, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return _stalled ? Stalled() : TransferBreak.Cancelled;
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
            await stop.CancelAsync();
            await peer;
        }
    }

    private async Task<TransferBreak?> PumpAsync(IProgress<long> progress, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(job.Length, 512, options.BufferBytes));
        try
        {
            while (BytesHanded < job.Length)
            {
                var read = await ReadDocumentAsync(buffer, cancellationToken);
                if (_peerClosed)
                {
                    return ClosedEarly();
                }

                if (read <= 0)
                {
                    return new TransferBreak(
                        TransferFault.DocumentUnreadable, $"The document ended after {BytesHanded} of {job.Length} bytes.");
                }

                await SendAllAsync(buffer.AsMemory(0, read), cancellationToken);
                progress.Report(BytesHanded);
            }

            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<int> ReadDocumentAsync(byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            var wanted = (int)Math.Min(buffer.Length, job.Length - BytesHanded);
            return await job.Document.ReadAsync(buffer.AsMemory(0, wanted), cancellationToken);
        }
        catch (IOException)
        {
            return -1;
        }
    }

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        AnyByteLeft = true;
        while (!bytes.IsEmpty)
        {
            var sent = await socket.SendAsync(bytes, cancellationToken);
            Interlocked.Add(ref _bytesHanded, sent);
            bytes = bytes[sent..];
        }
    }

    private async Task<TransferBreak?> AwaitCloseAsync(Task<PeerEnd> peer, CancellationToken cancellationToken)
    {
        socket.Shutdown(SocketShutdown.Send);
        try
        {
            if (await peer.WaitAsync(options.CloseWait, clock, cancellationToken) is PeerEnd.Reset)
            {
                return new TransferBreak(TransferFault.Reset, $"{job.Address} reset the connection at the end of the document.");
            }
        }
        catch (TimeoutException)
        {
            // Some printers keep the connection; what counts is that they have every byte.
            return AcknowledgedBytes.Covers(socket, job.Length) ? null : Stalled();
        }

        return await AllAcknowledgedAsync(cancellationToken) ? null : ClosedEarly();
    }

    private async Task<bool> AllAcknowledgedAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (!AcknowledgedBytes.Covers(socket, job.Length))
        {
            var broken = (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! != SocketError.Success;
            if (broken || !socket.Connected || clock.GetElapsedTime(started) > options.CloseWait)
            {
                return AcknowledgedBytes.Covers(socket, job.Length);
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
            while (await socket.ReceiveAsync(buffer, cancellationToken) > 0)
            {
                // Printers talk back (status lines, PJL echoes); nobody listens on this mechanism, and an unread answer blocks some models.
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

    private void LookForProgress(CancellationTokenSource stop)
    {
        var handed = BytesHanded;
        var acknowledged = AcknowledgedBytes.Of(socket) ?? 0;
        var moved = handed != _lastSeenHanded || acknowledged != _lastSeenAcknowledged;
        (_lastSeenHanded, _lastSeenAcknowledged) = (handed, acknowledged);

        // When all is handed over, the wait for the close has its own limit.
        if (moved || handed >= job.Length)
        {
            return;
        }

        _stalled = true;
        stop.Cancel();
    }

    private TransferBreak Stalled() => new(
        TransferFault.Stalled,
        $"{job.Address} took no byte for {options.StallLimit.TotalSeconds:0.###} s ({BytesHanded} of {job.Length} handed over).");

    private TransferBreak ClosedEarly() => new(
        TransferFault.ClosedEarly, $"{job.Address} closed the connection before it had all {job.Length} bytes.");
}
