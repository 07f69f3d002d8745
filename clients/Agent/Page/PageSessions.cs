using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.Agent.Page;

/// <summary>
/// Sessions as signed cookies: <c>user.expiry.nonce.mac</c>. Nothing is kept in memory, and a session outlives a restart of the agent;
/// deleting the key file ends them all.
/// </summary>
internal sealed class PageSessions(PageOptions options, PageDirectory directory, TimeProvider clock)
{
    private const int LongestCookie = 1024;
    private readonly Lazy<byte[]> _key = new(directory.ReadKey);

    public TimeSpan Life => options.SessionLife;

    public string Begin(string user)
    {
        var until = (clock.GetUtcNow() + options.SessionLife).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = string.Join(
            '.', Base64Url.EncodeToString(Encoding.UTF8.GetBytes(user)), until, RandomNumberGenerator.GetHexString(16, lowercase: true));
        return $"{signed}.{MacOf(signed)}";
    }

    /// <summary>Whose session it is; null when it is none of ours or has ended.</summary>
    public string? UserOf(string? cookie)
    {
        if (cookie is null or { Length: > LongestCookie } || cookie.LastIndexOf('.') is var dot && dot < 0)
        {
            return null;
        }

        var given = Encoding.ASCII.GetBytes(cookie[(dot + 1)..]);
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.ASCII.GetBytes(MacOf(cookie[..dot]))))
        {
            return null;
        }

        // Signed by us: the parts are what Begin wrote.
        var parts = cookie.Split('.');
        return long.Parse(parts[1], CultureInfo.InvariantCulture) > clock.GetUtcNow().ToUnixTimeSeconds()
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0]))
            : null;
    }

    private string MacOf(string signed) => Base64Url.EncodeToString(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(signed)));
}
