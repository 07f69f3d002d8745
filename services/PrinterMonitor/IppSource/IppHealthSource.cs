using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using TicketFlow.Ipp;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Polling;

namespace TicketFlow.PrinterMonitor.IppSource;

/// <summary>Health over IPP and IPPS: Get-Printer-Attributes (RFC 8011 section 4.2.5).</summary>
internal sealed class IppHealthSource : IHealthSource, IDisposable
{
    private readonly SocketsHttpHandler _handler = IppClient.CreateHandler(TimeSpan.FromSeconds(3));
    private readonly HttpMessageInvoker _http;
    private readonly IppClient _client;

    public IppHealthSource()
    {
        // Printers make their certificates themselves, and nothing secret is sent: like SNMP v2c, it is as good as the network.
        _handler.SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true };
        _handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5);
        _http = new HttpMessageInvoker(_handler);
        _client = new IppClient(_http);
    }

    public string Protocol => Protocols.Ipp;

    public IHealthProbe Open(FleetTarget target) => new IppProbe(_client, UriOf(target));

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    /// <summary>The resource's own address when it is an IPP one, else the usual path (PWG 5100.14) at the host asked for health.</summary>
    internal static Uri UriOf(FleetTarget target) =>
        Uri.TryCreate(target.Address, UriKind.Absolute, out var uri) && uri.Scheme is "ipp" or "ipps"
            ? uri
            : new UriBuilder("ipp", target.Health.Host, target.Health.Port, "/ipp/print").Uri;
}

/// <summary>One IPP printer.</summary>
internal sealed class IppProbe(IppClient client, Uri printer) : IHealthProbe
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(720);

    private ushort _version = IppMessage.Version20;

    public async Task<ProbeAnswer> AskAsync(ProbeEffort effort, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(effort == ProbeEffort.Quick ? Quick : Patient);
        try
        {
            return await AskAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ProbeAnswer.Silent;
        }
        catch (HttpRequestException e) when (e.InnerException is AuthenticationException)
        {
            return ProbeAnswer.Refused($"TLS failed: {e.InnerException.Message}");
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException or IOException or TimeoutException or null)
        {
            return ProbeAnswer.Silent;
        }
        catch (IOException e) when (e is IppHttpException or IppFormatException)
        {
            return ProbeAnswer.Refused(e.Message);
        }
        catch (IOException)
        {
            return ProbeAnswer.Silent;
        }
    }

    private async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        var answer = await SendAsync(cancellation);
        if (answer.Status == IppStatus.VersionNotSupported && _version != IppMessage.Version11)
        {
            _version = IppMessage.Version11;
            answer = await SendAsync(cancellation);
        }

        return answer.IsSuccess && answer.Group(IppTag.PrinterGroup) is { } group
            ? ProbeAnswer.Of(IppHealth.Map(group), IppHealth.IdentityOf(group))
            : ProbeAnswer.Refused($"the printer answered {answer.Status}{(answer.StatusMessage is { } text ? ": " + text : "")}");
    }

    private Task<IppMessage> SendAsync(CancellationToken cancellation)
    {
        var request = IppMessage.Request(
            IppOperation.GetPrinterAttributes, printer.ToString(), client.NextRequestId(),
            [IppAttribute.Keyword("requested-attributes", IppAttributesRead.Wanted)]);
        return client.SendAsync(printer, request with { Version = _version }, cancellationToken: cancellation);
    }
}
