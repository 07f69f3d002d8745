using System.Collections.Frozen;

namespace TicketFlow.TicketServer.Access;

/// <summary>Which drivers may be used.</summary>
/// <param name="OnlyCertified">Whether a driver needs a certificate.</param>
/// <param name="Minimum">The oldest version by driver.</param>
/// <param name="Blocked">Blocked versions with the reason, by driver; version null stands for all.</param>
/// <param name="Certified">Certified versions by driver; null stands for all.</param>
public sealed record DriverPolicy(
    bool OnlyCertified,
    FrozenDictionary<string, string> Minimum,
    FrozenDictionary<string, (string? Version, string Reason)[]> Blocked,
    FrozenDictionary<string, string?[]> Certified)
{
    public static DriverPolicy Empty { get; } = Read(FrozenDictionary<string, string>.Empty);

    /// <summary>Reads the entries of <see cref="PolicySubjects.Drivers"/>.</summary>
    internal static DriverPolicy Read(IReadOnlyDictionary<string, string> entries)
    {
        var rows = entries.Select(e => (Key: new PolicyEntry(PolicySubjects.Drivers, e.Key, e.Value).Driver(), e.Value)).ToList();
        return new DriverPolicy(
            entries.ContainsKey(PolicyEntry.OnlyCertified),
            rows.Where(r => r.Key.Kind == PolicyEntry.Minimum)
                .ToFrozenDictionary(r => r.Key.Driver, r => r.Value, StringComparer.Ordinal),
            rows.Where(r => r.Key.Kind == PolicyEntry.Blocked).GroupBy(r => r.Key.Driver, StringComparer.Ordinal)
                .ToFrozenDictionary(g => g.Key, g => g.Select(r => (r.Key.Version, r.Value)).ToArray(), StringComparer.Ordinal),
            rows.Where(r => r.Key.Kind == PolicyEntry.Certified).GroupBy(r => r.Key.Driver, StringComparer.Ordinal)
                .ToFrozenDictionary(g => g.Key, g => g.Select(r => r.Key.Version).ToArray(), StringComparer.Ordinal));
    }

    /// <summary>Whether the versions are the same one; a rule without a version is for all.</summary>
    internal static bool Covers(string? rule, string? version) => rule is null
        || rule == version
        || (SoftwareVersion.Parse(rule) is { } wanted && SoftwareVersion.Parse(version) is { } given && wanted.CompareTo(given) == 0);
}
