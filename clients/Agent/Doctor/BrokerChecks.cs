using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Doctor;

/// <summary>Whether the broker can be reached from here, and whether the way there is private.</summary>
internal sealed class BrokerChecks(BrokerCredentials credentials, TimeProvider clock)
{
    private const int Port = 5672;
    private const int TlsPort = 5671;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(14);

    public async Task<IReadOnlyList<LocalCheck>> LookAsync(CancellationToken cancellationToken)
    {
        var broker = new Uri(credentials.Broker!);
        var tls = broker.Scheme == "amqps";
        var port = broker.Port > 0 ? broker.Port : tls ? TlsPort : Port;
        var began = clock.GetTimestamp();
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(broker.Host, port, either.Token);
            var took = string.Create(CultureInfo.InvariantCulture, $"{clock.GetElapsedTime(began).TotalMilliseconds:0} ms");
            var reached = Check.Ok("broker", $"{broker.Host}:{port} takes connections ({took})");
            return [reached, tls ? await LookIntoTlsAsync(connection, broker.Host, either.Token) : Open(broker.Host)];
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            var why = e is SocketException ? e.Message : $"no answer within {Patience.TotalSeconds:0} s";
            return
            [
                Check.Failed(
                    "broker", $"{broker.Host}:{port} cannot be reached: {why}",
                    "Check the network, VPN and firewall, and \"broker\" in the credentials file. Jobs are kept and go on by themselves."),
            ];
        }
    }

    private static LocalCheck Open(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address))
            ? Check.Ok("tls", "not used; the broker is on this machine")
            : Check.Warning(
                "tls", "not used: titles and users can be read on the way", "Ask your administrator for an amqps:// address.");

    private async Task<LocalCheck> LookIntoTlsAsync(TcpClient connection, string host, CancellationToken cancellationToken)
    {
        await using var tls = new SslStream(connection.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = host }, cancellationToken);
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return Check.Failed(
                "tls", $"the broker's certificate is not trusted: {(e.InnerException ?? e).Message}",
                "Install the certificate authority on this computer, or have the broker's certificate renewed.");
        }

        using var certificate = new X509Certificate2(tls.RemoteCertificate!);
        var left = certificate.NotAfter.ToUniversalTime() - clock.GetUtcNow().UtcDateTime;
        var text = $"{tls.SslProtocol}, certificate of {certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)} until "
            + certificate.NotAfter.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return left > RenewBefore
            ? Check.Ok("tls", text)
            : Check.Warning("tls", text, "Tell your administrator: the broker's certificate ends soon.");
    }
}
