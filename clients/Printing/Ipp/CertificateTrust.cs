using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace TicketFlow.Printing.Ipp;

/// <summary>
/// Whom an IPPS transfer believes: the system's authorities, the configured ones, or the certificate the printer had before.
/// </summary>
internal sealed class CertificateTrust(IppTransferOptions options)
{
    private readonly CertificatePins _pins = new(options.PinFile);

    public bool Accepts(string printer, X509Certificate2? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return false;
        }

        if (errors is SslPolicyErrors.None)
        {
            return true;
        }

        try
        {
            // A known authority vouches for a name; the pin vouches for this one certificate whatever name it bears.
            return (IsSignedByConfigured(certificate) && (errors & SslPolicyErrors.RemoteCertificateNameMismatch) is SslPolicyErrors.None)
                || _pins.Holds(printer, certificate, options.PinOnFirstUse);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private bool IsSignedByConfigured(X509Certificate2 certificate)
    {
        if (options.CertificateAuthorities.Length == 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(options.CertificateAuthorities);
        return chain.Build(certificate);
    }
}
