using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace TicketFlow.Printing.Tests.Conformance;

/// <summary>The same printer behind TLS.</summary>
internal sealed class IppsPeer(PeerBehaviour behaviour, X509Certificate2 certificate) : IppPeer(behaviour)
{
    public override string Address => $"ipps://127.0.0.1:{Port}/ipp/print";

    /// <summary>Taken by the next connection.</summary>
    public X509Certificate2 Certificate { get; set; } = certificate;

    protected override async Task<Stream> OpenAsync(Socket socket)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        try
        {
            await stream.AuthenticateAsServerAsync(Certificate);
            return stream;
        }
        catch (System.Security.Authentication.AuthenticationException e)
        {
            throw new IOException("The client does not trust this printer.", e);
        }
    }
}
