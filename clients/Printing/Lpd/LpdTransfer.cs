using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Lpd;

/// <summary>The line printer daemon protocol (RFC 1179), usually port 515.</summary>
public sealed class LpdTransfer : ITellsAbilities
{
    private readonly LpdOptions _options;
    private readonly TimeProvider _clock;
    private readonly PrinterConnector _connector;

    public LpdTransfer(LpdOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _connector = new PrinterConnector(options, clock);
    }

    /// <inheritdoc />
    public string Name => "lpd";

    /// <inheritdoc />
    public Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken)
    {
        if (LpdAddress.Parse(job.Address) is not { } address)
        {
            return Task.FromResult(TcpCourier.Senseless(job, LpdAddress.Form));
        }

        if (job.Length == 0)
        {
            // RFC 1179 section 6.2: a length of 0 means "until the connection closes", and daemons differ in how they read it.
            return Task.FromResult(new TransferResult(
                TransferFault.Rejected, "LPD cannot carry an empty document.", 0, AnyByteLeft: false, 0, TimeSpan.Zero));
        }

        var courier = new TcpCourier(_connector, _options, _clock) { Prepare = address.ReservedPort ? ReservedPort.Bind : null };
        return courier.SendAsync(
            address.Target, job, socket => new LpdSession(socket, address, job, _options, _clock), bytesSent, cancellationToken);
    }

    /// <inheritdoc />
    public bool IsInTheWay(string address) => false;

    /// <inheritdoc />
    public Task<AbilitiesTold> AskAsync(string address, CancellationToken cancellationToken) =>
        Task.FromResult(AbilitiesTold.Of(PlainDelivery.Abilities));
}
