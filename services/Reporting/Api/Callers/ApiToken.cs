using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace TicketFlow.Reporting.Api.Callers;

/// <summary>What a caller may do.</summary>
public static class ApiRoles
{
    /// <summary>Statistics, jobs, organisation, tariffs.</summary>
    public const string Read = "read";

    /// <summary>… and charges, invoices, and importing the organisation.</summary>
    public const string Finance = "finance";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Read, Finance];
}

/// <summary>
/// A caller's token: <c>tf_ID_SECRET</c>, 256 random bits. Only its hash is kept; a fast one will do, for nobody can try 2^256 secrets.
/// </summary>
internal static class ApiToken
{
    private const int SecretBytes = 32;
    private const int IdBytes = 5;

    public static (string Id, string Token) New()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return (id, $"tf_{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The id in a token, when the text has a token's form.</summary>
    public static bool TryId(string? token, [NotNullWhen(true)] out string? id)
    {
        var parts = token is { Length: < 200 } ? token.Split('_', 3) : [];
        id = parts is ["tf", { Length: IdBytes * 2 } found, { Length: > 0 }] ? found : null;
        return id is not null;
    }
}
