namespace TicketFlow.Printing.Raw;

/// <summary>
/// Raw TCP, usually port 9100: connect, send, half-close, wait for the printer to close; so often as there are copies. With <c>?pjl</c> the
/// printer makes the copies, and its word is waited for too.
/// </summary>
public sealed class RawTcpTransfer : ITransferMechanism
{
    private readonly RawTcpOptions _options;
    private readonly TimeProvider _clock;
    private readonly TcpCourier _courier;

    public RawTcpTransfer(RawTcpOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _courier = new TcpCourier(new PrinterConnector(options, clock), options, clock);
    }

    /// <inheritdoc />
    public string Name => "raw";

    /// <inheritdoc />
    public Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken)
    {
        if (RawAddress.Parse(job.Address) is not { } address)
        {
            return Task.FromResult(TcpCourier.Senseless(job, "host:port"));
        }

        return !address.Pjl && job.Instructions.Copies is > 1 and var copies
            ? CopiesInTurn.SendAsync(job, copies, OnceAsync, bytesSent)
            : OnceAsync(job, bytesSent);

        Task<TransferResult> OnceAsync(TransferJob one, IProgress<long> progress) => _courier.SendAsync(
            address.Target,
            one,
            socket => new RawTcpSession(
                socket, one, address.Pjl ? new PjlConversation(one.Label, one.Instructions) : null, _options, _clock),
            progress,
            cancellationToken);
    }
}
