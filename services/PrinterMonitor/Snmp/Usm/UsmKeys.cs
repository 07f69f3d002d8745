using System.Collections.Concurrent;
using System.Text;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>A user's keys for one engine.</summary>
internal sealed record LocalizedKeys(byte[] Auth, byte[] Priv);

/// <summary>
/// Password to key and localisation (RFC 3414 section 2.6 and A.2). The first costs a digest over one megabyte, so it is done once
/// per password; the number of passwords is the operator's, so the cache is not bounded.
/// </summary>
internal sealed class UsmKeys
{
    private const int ExpandedLength = 1 << 20;

    private readonly ConcurrentDictionary<(AuthProtocol Protocol, string Password), byte[]> _userKeys = new();

    public LocalizedKeys For(UsmCredentials credentials, ReadOnlySpan<byte> engineId)
    {
        if (credentials.Auth == AuthProtocol.None)
        {
            return new LocalizedKeys([], []);
        }

        var auth = Localize(credentials.Auth, UserKey(credentials.Auth, credentials.AuthPassword), engineId);
        return new LocalizedKeys(auth, PrivacyKey(credentials, engineId));
    }

    public static byte[] PasswordToKey(AuthProtocol protocol, string password) =>
        ExpandAndHash(protocol, Encoding.UTF8.GetBytes(password));

    public static byte[] Localize(AuthProtocol protocol, ReadOnlySpan<byte> userKey, ReadOnlySpan<byte> engineId) =>
        AuthAlgorithm.Hash(protocol, [.. userKey, .. engineId, .. userKey]);

    private static byte[] ExpandAndHash(AuthProtocol protocol, ReadOnlySpan<byte> secret)
    {
        var expanded = new byte[ExpandedLength];
        for (var at = 0; at < expanded.Length; at += secret.Length)
        {
            secret[..Math.Min(secret.Length, expanded.Length - at)].CopyTo(expanded.AsSpan(at));
        }

        return AuthAlgorithm.Hash(protocol, expanded);
    }

    private byte[] UserKey(AuthProtocol protocol, string password) =>
        _userKeys.GetOrAdd((protocol, password), static entry => PasswordToKey(entry.Protocol, entry.Password));

    private byte[] PrivacyKey(UsmCredentials credentials, ReadOnlySpan<byte> engineId)
    {
        if (credentials.Priv == PrivProtocol.None)
        {
            return [];
        }

        var hash = credentials.Auth;
        var key = Localize(hash, UserKey(hash, credentials.PrivPassword), engineId);
        var needed = Privacy.KeyLength(credentials.Priv);
        var last = key;
        while (key.Length < needed)
        {
            last = Privacy.UsesReederKeys(credentials.Priv)
                ? Localize(hash, ExpandAndHash(hash, last), engineId)
                : AuthAlgorithm.Hash(hash, key);
            key = [.. key, .. last];
        }

        return key[..needed];
    }
}
