using TicketFlow.Delivery.AlertRules;

namespace TicketFlow.PrinterMonitor.Alerts.Incidents;

/// <summary>A printer's health as it became.</summary>
internal sealed record HealthFact(
    string Printer, long Version, DateTimeOffset At, IReadOnlyList<string> Causes, string Site, string? Text);

/// <summary>What a change of health does to incidents and to what is to be told of them. Pure.</summary>
internal static class IncidentRules
{
    /// <summary>The printer's incidents with the notices of each, after the fact. What is not returned has not changed.</summary>
    /// <param name="known">The printer's open incidents, and ended ones whose end is not told yet, with all their notices.</param>
    /// <param name="closeAfter">How long trouble must be away before its end is told.</param>
    public static IEnumerable<(Incident Incident, IReadOnlyList<Notice> Notices)> Follow(
        HealthFact fact, IReadOnlyList<(Incident Incident, IReadOnlyList<Notice> Notices)> known, AlertRuleBook rules, TimeSpan closeAfter)
    {
        foreach (var (incident, notices) in known)
        {
            var stands = fact.Causes.Contains(incident.Cause, StringComparer.Ordinal);
            if (stands != incident.IsOpen && fact.At >= incident.OpenedAt)
            {
                yield return stands ? Reopen(incident, notices, rules) : Close(incident, notices, rules, fact.At, closeAfter);
            }
        }

        foreach (var cause in fact.Causes.Distinct(StringComparer.Ordinal)
            .Except(known.Select(k => k.Incident.Cause), StringComparer.Ordinal))
        {
            var incident = new Incident(
                Incident.IdOf(fact.Printer, fact.Version, cause), fact.Printer, fact.Site, cause, fact.At, fact.Text);
            yield return (incident, [.. NewNotices(incident, [], rules)]);
        }
    }

    /// <summary>The notices of rules that did not exist, or did not cover it, when the incident began.</summary>
    public static IEnumerable<Notice> NewNotices(Incident incident, IReadOnlyCollection<string> have, AlertRuleBook rules) =>
        rules.Covering(incident.Printer, incident.Site, incident.Cause)
            .Where(rule => !have.Contains(rule.Name))
            .Select(rule => new Notice(incident, rule.Name, NoticePhase.Waiting, incident.OpenedAt + rule.After));

    private static (Incident Incident, IReadOnlyList<Notice> Notices) Close(
        Incident incident, IReadOnlyList<Notice> notices, AlertRuleBook rules, DateTimeOffset at, TimeSpan closeAfter)
    {
        var closed = incident with { ClearedAt = at };
        return (closed, [.. notices.Where(n => n.Phase is NoticePhase.Waiting or NoticePhase.Told).Select(n =>
            n.Phase == NoticePhase.Told && rules.Find(n.Rule) is { TellsEnd: true }
                ? n with { Incident = closed, Phase = NoticePhase.Closing, DueAt = at + closeAfter }
                : n with { Incident = closed, Phase = NoticePhase.Done, DueAt = null })]);
    }

    /// <summary>It is back before its end was told: the same incident goes on, and nobody is told anything.</summary>
    private static (Incident Incident, IReadOnlyList<Notice> Notices) Reopen(
        Incident incident, IReadOnlyList<Notice> notices, AlertRuleBook rules)
    {
        var open = incident with { ClearedAt = null };
        return (open, [.. notices.Where(n => n.Phase == NoticePhase.Closing).Select(n => n with
        {
            Incident = open,
            Phase = NoticePhase.Told,
            DueAt = n.Escalated || rules.Find(n.Rule)?.Escalation is not { } escalation ? null : n.DueAt + escalation.After,
        })]);
    }
}
