using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using TicketFlow.Ipp;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Ipp;

/// <summary>The Internet Printing Protocol (RFC 8010, 8011), in the clear (<c>ipp</c>) or over TLS (<c>ipps</c>, RFC 7472).</summary>
public sealed class IppTransfer : ITransferMechanism, IDisposable
{
    private readonly IppTransferOptions _options;
    private readonly TimeProvider _clock;
    private readonly AbilitiesBook _abilities;
    private readonly CertificateTrust _trust;
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> _connections = new(StringComparer.Ordinal);

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
        var requests = new IppRequests(new IppClient(ConnectionsTo(printer)), printer, job, _options, _clock);
        var session = new IppSession(requests, job, _abilities, _options, _clock, bytesSent);
        var broken = await session.RunAsync(cancellationToken);
        return new TransferResult(
            broken?.Fault, broken?.Text, session.DocumentBytes, session.AnyByteLeft, requests.Tries, _clock.GetElapsedTime(started))
        {
            Grade = session.Grade,
        };
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Value.Dispose();
        }
    }

    /// <summary>
    /// Each printer has connections of its own, because the decision whether to trust a certificate needs to know whose it is.
    /// </summary>
    private HttpMessageInvoker ConnectionsTo(Uri printer) => _connections.GetOrAdd(
        IppClient.HttpUriOf(printer).Authority,
        authority => new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(Handler(authority)))).Value;

    private SocketsHttpHandler Handler(string authority)
    {
        var handler = IppClient.CreateHandler(_options.ConnectTimeout);
        handler.PooledConnectionIdleTimeout = _options.IdleConnection;
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, certificate, _, errors) => _trust.Accepts(authority, certificate as X509Certificate2, errors);
        return handler;
    }
}
