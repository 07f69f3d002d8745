using System.Net.Sockets;

namespace TicketFlow.Printing.Raw;

/// <summary>Raw TCP, usually port 9100: connect, send, half-close, wait for the printer to close.</summary>
public sealed class RawTcpTransfer : ITransferMechanism
{
    private readonly RawTcpOptions _options;
    private readonly TimeProvider _clock;
    private readonly PrinterConnector _connector;

    public RawTcpTransfer(RawTcpOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _connector = new PrinterConnector(options, clock);
    }

    /// <inheritdoc />
    public string Name => "raw";

    /// <inheritdoc />
    public async Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken)
    {
        var started = _clock.GetTimestamp();
        var tries = 0;
        var session = default(RawTcpSession);
        var fault = await RunAsync();
        return new TransferResult(
            fault?.Fault, fault?.Text, session?.BytesHanded ?? 0, session?.AnyByteLeft ?? false, tries, _clock.GetElapsedTime(started));

        async Task<TransferBreak?> RunAsync()
        {
            if (HostAndPort.Parse(job.Address) is not { } target)
            {
                return new TransferBreak(TransferFault.AddressInvalid, $"'{job.Address}' is not an address of the form host:port.");
            }

            try
            {
                using var socket = await _connector.ConnectAsync(target, () => tries++, cancellationToken);
                session = new RawTcpSession(socket, job, _options, _clock);
                var broken = await session.RunAsync(bytesSent, cancellationToken);
                if (broken?.Fault is TransferFault.Cancelled or TransferFault.Stalled)
                {
                    // A reset tells the printer that this is not the document's end, and throws away what still waits to be sent.
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }

                return broken;
            }
            catch (SocketException e)
            {
                return TransferBreak.From(e, job.Address);
            }
            catch (TimeoutException)
            {
                return new TransferBreak(
                    TransferFault.Timeout, $"{job.Address} did not answer within {_options.ConnectTimeout.TotalSeconds:0.###} s.");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return TransferBreak.Cancelled;
            }
        }
    }
}
