using System.Security.Cryptography;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>Digest, HMAC and their lengths per protocol (RFC 3414 section 6, RFC 7860 section 4.2.1).</summary>
internal static class AuthAlgorithm
{
    /// <summary>Octets of msgAuthenticationParameters.</summary>
    public static int MacLength(AuthProtocol protocol) => protocol switch
    {
        AuthProtocol.None => 0,
        AuthProtocol.Md5 or AuthProtocol.Sha1 => 12,
        AuthProtocol.Sha224 => 16,
        AuthProtocol.Sha256 => 24,
        AuthProtocol.Sha384 => 32,
        AuthProtocol.Sha512 => 48,
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    // MD5 and SHA-1 are what RFC 3414 names and many printers have nothing better.
#pragma warning disable CA5350, CA5351
    public static byte[] Hash(AuthProtocol protocol, ReadOnlySpan<byte> data) => protocol switch
    {
        AuthProtocol.Md5 => MD5.HashData(data),
        AuthProtocol.Sha1 => SHA1.HashData(data),
        AuthProtocol.Sha224 => Sha224.HashData(data),
        AuthProtocol.Sha256 => SHA256.HashData(data),
        AuthProtocol.Sha384 => SHA384.HashData(data),
        AuthProtocol.Sha512 => SHA512.HashData(data),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    public static byte[] Hmac(AuthProtocol protocol, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => protocol switch
    {
        AuthProtocol.Md5 => HMACMD5.HashData(key, data),
        AuthProtocol.Sha1 => HMACSHA1.HashData(key, data),
        AuthProtocol.Sha224 => Sha224.Hmac(key, data),
        AuthProtocol.Sha256 => HMACSHA256.HashData(key, data),
        AuthProtocol.Sha384 => HMACSHA384.HashData(key, data),
        AuthProtocol.Sha512 => HMACSHA512.HashData(key, data),
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };
#pragma warning restore CA5350, CA5351
}
