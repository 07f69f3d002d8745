using System.Collections.Concurrent;
using TicketFlow.Ipp;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Ipp;

/// <summary>The Internet Printing Protocol (RFC 8010, 8011), in the clear (<c>ipp</c>) or over TLS (<c>ipps</c>, RFC 7472).</summary>
public sealed class IppTransfer : IRecallsJobs, ITellsAbilities, IDisposable
{
    private readonly IppTransferOptions _options;
    private readonly TimeProvider _clock;
    private readonly AbilitiesBook _abilities;
    private readonly CertificateTrust _trust;
    private readonly ConcurrentDictionary<string, Lazy<PrinterConnections>> _connections = new(StringComparer.Ordinal);

    /// <param name="scheme"><c>ipp</c> or <c>ipps</c>; also the mechanism's name.</param>
    public IppTransfer(string scheme, IppTransferOptions options, TimeProvider clock)
    {
        (Name, _options, _clock) = (scheme, options, clock);
        _abilities = new AbilitiesBook(options.AbilitiesKept, clock);
        _trust = new CertificateTrust(options);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <inheritdoc />
    public async Task<TransferResult> SendAsync(TransferJob job, IProgress<long> bytesSent, CancellationToken cancellationToken)
    {
        if (IppAddress.Parse(job.Address, Name) is not { } printer)
        {
            return TcpCourier.Senseless(job, $"{Name}://host[:631]/ipp/print");
        }

        var started = _clock.GetTimestamp();
        var connections = ConnectionsTo(printer);
        var requests = new IppRequests(new IppClient(connections.Http), printer, job, _options, _clock);
        var session = new IppSession(requests, job, _abilities, _options, _clock, bytesSent) { Acknowledged = connections.Acknowledged };
        var broken = await session.RunAsync(cancellationToken);
        return new TransferResult(
            broken?.Fault, broken?.Text, session.DocumentBytes, session.AnyByteLeft, requests.Tries, _clock.GetElapsedTime(started))
        {
            Grade = session.Grade,
        };
    }

    /// <inheritdoc />
    public async Task<TransferResult?> RecallAsync(TransferJob job, string trace, CancellationToken cancellationToken)
    {
        if (IppAddress.Parse(job.Address, Name) is not { } printer)
        {
            return null;
        }

        var started = _clock.GetTimestamp();
        var requests = new IppRequests(new IppClient(ConnectionsTo(printer).Http), printer, job, _options, _clock);
        return await new IppRecall(requests, job, _options, _clock).RunAsync(trace, cancellationToken) is var (completed, broken)
            ? new TransferResult(
                broken?.Fault, broken?.Text, completed ? job.Length : 0, AnyByteLeft: true, requests.Tries, _clock.GetElapsedTime(started))
            {
                Grade = completed ? TransferGrade.Reported : TransferGrade.Accepted,
            }
            : null;
    }

    /// <inheritdoc />
    public bool IsInTheWay(string address) => false;

    /// <inheritdoc />
    public async Task<AbilitiesTold> AskAsync(string address, CancellationToken cancellationToken)
    {
        if (IppAddress.Parse(address, Name) is not { } printer)
        {
            return AbilitiesTold.Silent($"'{address}' is not an address of the form {Name}://host[:631]/ipp/print.");
        }

        using var limit = new CancellationTokenSource(_options.AnswerWait, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            // Over the same connections as the documents: who is not trusted with one is not asked either.
            var client = new IppClient(ConnectionsTo(printer).Http);
            var answer = await client.SendAsync(
                printer,
                IppMessage.Request(
                    IppOperation.GetPrinterAttributes, address, client.NextRequestId(),
                    [IppAttribute.Keyword("requested-attributes", "all", "media-col-database")]),
                null, either.Token);
            return answer.IsSuccess ? new AbilitiesTold(answer, null) : AbilitiesTold.Silent($"it answered {answer.Status}.");
        }
        catch (Exception e) when (IppFaults.IsFault(e) || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return AbilitiesTold.Silent(IppFaults.Of(e, address).Text);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Value.Dispose();
        }
    }

    /// <summary>Each printer has connections of its own: whether to trust a certificate depends on whose it is.</summary>
    private PrinterConnections ConnectionsTo(Uri printer) => _connections.GetOrAdd(
        IppClient.HttpUriOf(printer).Authority,
        authority => new Lazy<PrinterConnections>(() => new PrinterConnections(authority, _trust, _options))).Value;
}
