using System.Text.Json;
using System.Text.Json.Serialization;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.SnmpSource;

/// <summary>
/// Communities and v3 users by name, from the file that <c>TICKETFLOW_SNMP_CREDENTIALS_FILE</c> names: events, tables and logs hold only
/// the names.
/// </summary>
internal sealed class CredentialBook
{
    // One of each for all printers: they are asked for at every poll.
    private static readonly CommunityCredentials PublicV1 = new(SnmpVersion.V1, "public");
    private static readonly CommunityCredentials PublicV2c = new(SnmpVersion.V2c, "public");

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    private readonly IReadOnlyDictionary<string, SnmpCredentials> _byName;

    private CredentialBook(IReadOnlyDictionary<string, SnmpCredentials> byName) => _byName = byName;

    public static CredentialBook Empty { get; } = new(new Dictionary<string, SnmpCredentials>(StringComparer.Ordinal));

    public bool Knows(string name) => _byName.ContainsKey(name);

    /// <summary>Null: there is no such name.</summary>
    public SnmpCredentials? Find(string? name, string? version)
    {
        var wanted = version is null ? null : SnmpVersions.Parse(version);
        if (name is null)
        {
            return wanted == SnmpVersion.V1 ? PublicV1 : PublicV2c;
        }

        return _byName.GetValueOrDefault(name) switch
        {
            // A version chosen for the device wins over the file's, as long as it is one that has communities.
            CommunityCredentials community when wanted is SnmpVersion.V1 or SnmpVersion.V2c =>
                new CommunityCredentials(wanted.Value, community.Community),
            var found => found,
        };
    }

    /// <summary>The named ones, for the listener of traps.</summary>
    public IReadOnlyList<SnmpCredentials> Named(IEnumerable<string> names) =>
        [.. names.Select(name => Find(name, null)).OfType<SnmpCredentials>()];

    /// <exception cref="FormatException">The file cannot be used; the message names the place, never a secret.</exception>
    public static CredentialBook Read(string path)
    {
        Dictionary<string, Entry>? entries;
        try
        {
            entries = JsonSerializer.Deserialize<Dictionary<string, Entry>>(File.ReadAllBytes(path), Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The credentials file {path} cannot be read: {e.Message}", e);
        }
        catch (JsonException e)
        {
            // Its own message may quote the text.
            throw new FormatException(
                $"The credentials file {path} is not as docs/monitor.md shows, at {e.Path}, line {e.LineNumber + 1}.", e);
        }

        var book = new Dictionary<string, SnmpCredentials>(StringComparer.Ordinal);
        foreach (var (name, entry) in entries ?? [])
        {
            book[name] = Of(name, entry);
        }

        return new CredentialBook(book);
    }

    private static SnmpCredentials Of(string name, Entry entry)
    {
        if ((entry.Community is null) == (entry.User is null))
        {
            throw new FormatException($"Credential '{name}' needs either a community (v1, v2c) or a user (v3).");
        }

        try
        {
            return entry.Community is { } community
                ? new CommunityCredentials(entry.Version == "1" ? SnmpVersion.V1 : SnmpVersion.V2c, community)
                : new UsmCredentials(entry.User!, entry.Auth, entry.AuthPassword ?? "", entry.Priv, entry.PrivPassword ?? "");
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"Credential '{name}': {e.Message.Split(" (Parameter", 2)[0]}", e);
        }
    }

    private sealed record Entry(
        string? Version, string? Community, string? User, AuthProtocol Auth, string? AuthPassword, PrivProtocol Priv, string? PrivPassword);
}
