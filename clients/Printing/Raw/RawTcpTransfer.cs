namespace TicketFlow.Printing.Raw;

/// <summary>
/// Raw TCP, usually port 9100: connect, send, half-close, wait for the printer to close. With <c>?pjl</c>, wait for its word too.
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
    public Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken) =>
        RawAddress.Parse(job.Address) is { } address
            ? _courier.SendAsync(
                address.Target,
                job,
                socket => new RawTcpSession(
                    socket, job, address.Pjl ? new PjlConversation(job.Label, job.Instructions) : null, _options, _clock),
                bytesSent,
                cancellationToken)
            : Task.FromResult(TcpCourier.Senseless(job, "host:port"));
}
