using System.IO.Enumeration;

namespace TicketFlow.Delivery.AlertRules;

// Storage format: add optional members only.

/// <summary>Who hears of which trouble at which printers. Empty lists of patterns mean "any".</summary>
/// <param name="Name">a-z, 0-9 and '-'.</param>
/// <param name="Causes">Patterns of printer-state-reasons keywords, for example <c>media-*</c>.</param>
/// <param name="Printers">Patterns of resource names.</param>
/// <param name="Sites">Patterns of sites (see <see cref="Site"/>).</param>
/// <param name="Receivers">Mail addresses and web addresses.</param>
public sealed record AlertRule(
    string Name, IReadOnlyList<string> Causes, IReadOnlyList<string> Printers, IReadOnlyList<string> Sites, IReadOnlyList<string> Receivers)
{
    /// <summary>Default of <see cref="After"/>.</summary>
    public static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);

    /// <summary>How long trouble must last before anybody is told; what else stands at the same site then goes into the same
    /// letter.</summary>
    public TimeSpan After { get; init; } = UsualWait;

    /// <summary>When nobody is told; null: never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>Who is told besides when nobody cares; null: nobody.</summary>
    public Escalation? Escalation { get; init; }

    /// <summary>Whether the end of trouble is told too.</summary>
    public bool TellsEnd { get; init; } = true;

    /// <summary>Whether the rule is about this trouble.</summary>
    public bool Covers(string printer, string site, string cause) =>
        Matches(Causes, cause) && Matches(Printers, printer) && Matches(Sites, site);

    /// <summary>Whether the text is as the pattern (<c>*</c>, <c>?</c>) says.</summary>
    public static bool IsMatch(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);

    private static bool Matches(IReadOnlyList<string> patterns, string text)
    {
        foreach (var pattern in patterns)
        {
            if (IsMatch(pattern, text))
            {
                return true;
            }
        }

        return patterns.Count == 0;
    }
}

/// <summary>Who is told besides, once, when trouble that was told neither ends nor is acknowledged.</summary>
/// <param name="After">Counted from the first letter.</param>
/// <param name="Receivers">Mail addresses and web addresses.</param>
public sealed record Escalation(TimeSpan After, IReadOnlyList<string> Receivers);
