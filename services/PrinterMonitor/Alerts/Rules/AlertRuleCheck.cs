using TicketFlow.Delivery;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Alerts.Rules;

/// <summary>What is wrong with a rule, in sentences for the one who wrote it.</summary>
public static class AlertRuleCheck
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>The keywords that printers can be in trouble by.</summary>
    public static IReadOnlyList<string> KnownCauses { get; } =
        [.. Enum.GetValues<HealthCause>().Select(StateReasons.KeywordOf).Order(StringComparer.Ordinal)];

    /// <summary>Empty when the rule is good.</summary>
    public static IReadOnlyList<string> Wrong(AlertRule rule) =>
    [
        .. Is(rule.Name.Length is < 1 or > 60 || !rule.Name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'),
            $"'{rule.Name}' cannot be a rule's name: 1 to 60 of a-z, 0-9 and '-'."),
        .. rule.Causes.Where(pattern => !KnownCauses.Any(cause => AlertRule.IsMatch(pattern, cause)))
            .Select(pattern => $"No printer ever has the cause '{pattern}'. There are: {string.Join(", ", KnownCauses)}."),
        .. Is(rule.Receivers.Count == 0, "Nobody would be told: give a mail address or a web address."),
        .. rule.Receivers.Concat(rule.Escalation?.Receivers ?? []).Where(to => !AddressRules.IsMail(to) && !AddressRules.IsWeb(to))
            .Select(to => $"'{to}' is neither a mail address nor a web address (http:// or https://)."),
        .. Is(rule.After < TimeSpan.Zero || rule.After > Longest, "The time before anybody is told must be between 0 and 7 days."),
        .. Is(rule.Escalation is { } e && (e.After <= TimeSpan.Zero || e.After > Longest),
            "The time to the escalation must be up to 7 days."),
        .. Is(rule.Escalation is { Receivers.Count: 0 }, "The escalation needs somebody to go to."),
        .. rule.Quiet is { } quiet ? Wrong(quiet) : [],
    ];

    private static IEnumerable<string> Wrong(QuietHours quiet)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(quiet.Zone, out _))
        {
            yield return $"'{quiet.Zone}' is no time zone of this machine: write its IANA name, for example Europe/Berlin.";
        }

        if (quiet.Days.Distinct().Count() == 7)
        {
            yield return "All seven days are quiet: nobody would ever be told.";
        }
    }

    private static IEnumerable<string> Is(bool wrong, string sentence) => wrong ? [sentence] : [];
}
