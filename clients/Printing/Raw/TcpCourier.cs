using System.Net.Sockets;

namespace TicketFlow.Printing.Raw;

/// <summary>A conversation with one printer over one connection.</summary>
internal interface ITcpSession
{
    /// <summary>Bytes of the document handed to the network.</summary>
    long DocumentBytes { get; }

    /// <summary>Set just before the document's first byte is handed over: from there on nobody can prove that nothing left.</summary>
    bool AnyByteLeft { get; }

    TransferGrade Grade { get; }

    /// <returns>What went wrong, or null.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    Task<TransferBreak?> RunAsync(IProgress<long> progress, CancellationToken cancellationToken);
}

/// <summary>What all plain TCP mechanisms share: connect, hold the conversation, turn whatever happened into a result.</summary>
internal sealed class TcpCourier(PrinterConnector connector, TcpOptions options, TimeProvider clock)
{
    /// <summary>Done to the socket before it connects.</summary>
    public Action<Socket>? Prepare { get; init; }

    public async Task<TransferResult> SendAsync(
        HostAndPort target, TransferJob job, Func<Socket, ITcpSession> open, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var tries = 0;
        var session = default(ITcpSession);
        var fault = await RunAsync();
        return new TransferResult(
            fault?.Fault, fault?.Text, session?.DocumentBytes ?? 0, session?.AnyByteLeft ?? false, tries, clock.GetElapsedTime(started))
        {
            Grade = session?.Grade ?? TransferGrade.Accepted,
        };

        async Task<TransferBreak?> RunAsync()
        {
            try
            {
                using var socket = await connector.ConnectAsync(target, () => tries++, Prepare, cancellationToken);
                session = open(socket);
                var broken = await session.RunAsync(progress, cancellationToken);
                if (broken?.Fault is TransferFault.Cancelled or TransferFault.Stalled or TransferFault.DocumentUnreadable)
                {
                    // A reset tells the printer that this is not the document's end, and throws away what still waits to be sent.
                    socket.LingerState = new LingerOption(enable: true, seconds: 0);
                }

                return broken;
            }
            catch (SocketException e) when (Prepare is not null && e.SocketErrorCode is SocketError.AccessDenied)
            {
                return new TransferBreak(
                    TransferFault.AddressInvalid,
                    $"{job.Address} wants a privileged source port, and this agent may not use one: give it CAP_NET_BIND_SERVICE, "
                    + "or take 'reserve' out of the printer's address.");
            }
            catch (SocketException e)
            {
                return TransferBreak.From(e, job.Address);
            }
            catch (TimeoutException)
            {
                return new TransferBreak(
                    TransferFault.Timeout, $"{job.Address} did not answer within {options.ConnectTimeout.TotalSeconds:0.###} s.");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return TransferBreak.Cancelled;
            }
        }
    }

    /// <summary>The result of an address that makes no sense.</summary>
    public static TransferResult Senseless(TransferJob job, string form) => new(
        TransferFault.AddressInvalid, $"'{job.Address}' is not an address of the form {form}.", 0, AnyByteLeft: false, 0, TimeSpan.Zero);
}
