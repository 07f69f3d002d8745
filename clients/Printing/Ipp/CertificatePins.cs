using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TicketFlow.Printing.Ipp;

/// <summary>
/// The certificates that printers had at the first contact: one line <c>host:port sha256</c> each. A file, so that an operator can read
/// it and take out the line of a printer that got a new certificate.
/// </summary>
internal sealed class CertificatePins(string file)
{
    private readonly Lock _gate = new();

    /// <summary>Whether the printer has the certificate it had; the first one is kept.</summary>
    /// <exception cref="IOException">The first one cannot be kept: then it is not trusted either.</exception>
    public bool Holds(string printer, X509Certificate2 certificate, bool keepFirst)
    {
        var hash = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        lock (_gate)
        {
            if (Read().TryGetValue(printer, out var pinned))
            {
                return string.Equals(pinned, hash, StringComparison.OrdinalIgnoreCase);
            }

            if (keepFirst)
            {
                Append($"{printer} {hash}\n");
            }

            return keepFirst;
        }
    }

    private Dictionary<string, string> Read() => file.Length == 0 || !File.Exists(file)
        ? []
        : File.ReadLines(file).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(parts => parts.Length == 2)
            .DistinctBy(parts => parts[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);

    private void Append(string line)
    {
        if (file.Length == 0)
        {
            throw new IOException("No file for pinned certificates is configured.");
        }

        using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
        stream.Write(System.Text.Encoding.ASCII.GetBytes(line));
        stream.Flush(flushToDisk: true);
    }
}
