namespace TicketFlow.Printing.Raw;

/// <summary>
/// Raw TCP, usually port 9100: connect, send, half-close, wait for the printer to close; so often as there are copies. With <c>?pjl</c> the
/// printer makes the copies, and its word is waited for too.
/// </summary>
public sealed class RawTcpTransfer : ITellsAbilities
{
    private readonly RawTcpOptions _options;
    private readonly TimeProvider _clock;
    private readonly TcpCourier _courier;
    private readonly QuietMoments _moments = new();

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

        return address.Pjl ? _moments.SendAsync(address.Target, () => OnceAsync(job, bytesSent))
            : job.Instructions.Copies is > 1 and var copies ? CopiesInTurn.SendAsync(job, copies, OnceAsync, bytesSent)
            : OnceAsync(job, bytesSent);

        Task<TransferResult> OnceAsync(TransferJob one, IProgress<long> progress) => _courier.SendAsync(
            address.Target,
            one,
            socket => new RawTcpSession(
                socket, one, address.Pjl ? new PjlConversation(one.Label, one.Instructions) : null, _options, _clock),
            progress,
            cancellationToken);
    }

    /// <inheritdoc />
    public bool IsInTheWay(string address) => RawAddress.Parse(address) is { Pjl: true };

    /// <inheritdoc />
    public async Task<AbilitiesTold> AskAsync(string address, CancellationToken cancellationToken)
    {
        if (RawAddress.Parse(address) is not { } printer)
        {
            return AbilitiesTold.Silent($"'{address}' is not an address of the form host:port.");
        }

        if (!printer.Pjl)
        {
            return AbilitiesTold.Of(PlainDelivery.Abilities);
        }

        var question = new PjlQuestion(_options, _clock);
        return await _moments.AskAsync(printer.Target, token => question.AskAsync(printer.Target, token), cancellationToken)
            ?? AbilitiesTold.Silent("a document goes there now.");
    }
}
