using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.Agent.Page;

/// <summary>One-time tokens: each opens one session, once, within its short life. Only their hashes are kept.</summary>
internal sealed class OpenTokens(PageOptions options, PageDirectory directory, TimeProvider clock)
{
    /// <summary>More open tokens than that means a script gone wild: the oldest goes.</summary>
    private const int Most = 32;

    private readonly ConcurrentDictionary<string, Issued> _issued = new(StringComparer.Ordinal);

    public DateTimeOffset ExpiryFromNow => clock.GetUtcNow() + options.TokenLife;

    /// <summary>A new token for the user.</summary>
    public string Issue(string user)
    {
        Prune();
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _issued[HashOf(token)] = new Issued(user, ExpiryFromNow, null);
        return token;
    }

    /// <summary>The file that leads a browser to the token; deleted with it.</summary>
    public void Lead(string token, string path)
    {
        var hash = HashOf(token);
        if (!_issued.TryGetValue(hash, out var issued) || !_issued.TryUpdate(hash, issued with { Lead = path }, issued))
        {
            directory.DropLeads(path);
        }
    }

    /// <summary>The token's user, the first time within its life; null otherwise.</summary>
    public string? Redeem(string token)
    {
        if (!_issued.TryRemove(HashOf(token), out var issued))
        {
            return null;
        }

        Drop(issued);
        return issued.Until > clock.GetUtcNow() ? issued.User : null;
    }

    private void Prune()
    {
        var now = clock.GetUtcNow();
        var late = _issued.Where(pair => pair.Value.Until <= now)
            .Concat(_issued.OrderByDescending(pair => pair.Value.Until).Skip(Most - 1));
        foreach (var (hash, _) in late.ToList())
        {
            if (_issued.TryRemove(hash, out var issued))
            {
                Drop(issued);
            }
        }
    }

    private void Drop(Issued issued)
    {
        if (issued.Lead is { } path)
        {
            directory.DropLeads(path);
        }
    }

    private static string HashOf(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private sealed record Issued(string User, DateTimeOffset Until, string? Lead);
}
