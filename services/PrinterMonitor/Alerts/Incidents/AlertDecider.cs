using TicketFlow.Delivery.AlertRules;

namespace TicketFlow.PrinterMonitor.Alerts.Incidents;

/// <summary>What a letter says. Stored; never rename.</summary>
internal static class LetterKinds
{
    public const string Opened = "trouble";
    public const string Escalated = "trouble-escalated";
    public const string Closed = "trouble-over";
    public const string Test = "test";
}

/// <summary>A letter to be written: one for all that came together at one site.</summary>
internal sealed record LetterDraft(
    string Kind, string Rule, string Site, IReadOnlyList<Notice> Notices, IReadOnlyList<string> Receivers)
{
    /// <summary>Carries the first incident's id; no incident is twice in a letter of the same kind and rule, so names never meet.</summary>
    public string Name => $"{Notices[0].Incident.Id:n}.{Kind}.{Rule}";

    /// <summary>The name of the letter that told of the beginning, or null.</summary>
    public string? FollowsUp => Kind == LetterKinds.Opened ? null : Notices[0].Letter;
}

/// <summary>What is to be told now, and how the notices stand then.</summary>
internal sealed record AlertPlan(IReadOnlyList<LetterDraft> Letters, IReadOnlyList<Notice> Changed);

/// <summary>Decides what is told when: once per incident and rule, one letter per rule and site, nothing in quiet hours. Pure.</summary>
internal static class AlertDecider
{
    /// <summary>From this number on, trouble at one site counts as one that is still growing.</summary>
    public const int ManyTogether = 5;

    /// <summary>A growing number is waited for while the newest is younger than this, at most three times the rule's own wait.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(30);

    /// <param name="notices">All unfinished notices of each rule and site that has one due.</param>
    public static AlertPlan Decide(DateTimeOffset now, AlertRuleBook rules, IReadOnlyList<Notice> notices)
    {
        var letters = new List<LetterDraft>();
        var changed = new List<Notice>();
        foreach (var group in notices.GroupBy(n => (n.Rule, n.Incident.Site, n.Phase)))
        {
            if (rules.Find(group.Key.Rule) is not { } rule)
            {
                changed.AddRange(group.Select(n => n with { Phase = NoticePhase.Done, DueAt = null }));
                continue;
            }

            Decide(now, rule, [.. group.OrderBy(n => n.Incident.OpenedAt).ThenBy(n => n.Incident.Id)], letters, changed);
        }

        return new AlertPlan(letters, changed);
    }

    private static void Decide(DateTimeOffset now, AlertRule rule, List<Notice> group, List<LetterDraft> letters, List<Notice> changed)
    {
        var due = group.Where(n => n.DueAt <= now).ToList();
        if (due.Count == 0)
        {
            return;
        }

        if (rule.Quiet?.EndAfter(now) is { } end)
        {
            changed.AddRange(due.Select(n => n with { DueAt = end }));
            return;
        }

        switch (group[0].Phase)
        {
            case NoticePhase.Waiting or NoticePhase.Closing when StillGrowing(now, rule, group) is { } later:
                changed.AddRange(due.Select(n => n with { DueAt = later }));
                break;
            case NoticePhase.Waiting:
                Tell(now, rule, group, letters, changed);
                break;
            case NoticePhase.Told:
                Escalate(rule, due, letters, changed);
                break;
            case NoticePhase.Closing:
                TellEnd(rule, group, letters, changed);
                break;
            default:
                break;
        }
    }

    private static DateTimeOffset? StillGrowing(DateTimeOffset now, AlertRule rule, List<Notice> group)
    {
        var times = group.Select(n => n.Phase == NoticePhase.Closing ? n.Incident.ClearedAt ?? now : n.Incident.OpenedAt).ToList();
        var settled = times.Max() + Settle;
        var longest = times.Min() + (3 * (rule.After > Settle ? rule.After : Settle));
        return group.Count >= ManyTogether && settled > now && longest > now ? (settled < longest ? settled : longest) : null;
    }

    private static void Tell(DateTimeOffset now, AlertRule rule, List<Notice> group, List<LetterDraft> letters, List<Notice> changed)
    {
        var letter = new LetterDraft(LetterKinds.Opened, rule.Name, group[0].Incident.Site, group, rule.Receivers);
        letters.Add(letter);
        changed.AddRange(group.Select(n =>
            n with { Phase = NoticePhase.Told, DueAt = now + rule.Escalation?.After, Letter = letter.Name }));
    }

    private static void Escalate(AlertRule rule, List<Notice> due, List<LetterDraft> letters, List<Notice> changed)
    {
        changed.AddRange(due.Select(n => n with { DueAt = null, Escalated = n.Incident.AcknowledgedBy is null }));
        var careless = due.Where(n => n.Incident.AcknowledgedBy is null).ToList();
        if (careless.Count > 0 && rule.Escalation is { } escalation)
        {
            letters.Add(new LetterDraft(LetterKinds.Escalated, rule.Name, careless[0].Incident.Site, careless, escalation.Receivers));
        }
    }

    /// <summary>Those who heard of the beginning hear of the end, and nobody else does.</summary>
    private static void TellEnd(AlertRule rule, List<Notice> group, List<LetterDraft> letters, List<Notice> changed)
    {
        changed.AddRange(group.Select(n => n with { Phase = NoticePhase.Done, DueAt = null }));
        letters.Add(new LetterDraft(LetterKinds.Closed, rule.Name, group[0].Incident.Site, group, rule.Receivers));
        var escalated = group.Where(n => n.Escalated).ToList();
        var others = (rule.Escalation?.Receivers ?? []).Except(rule.Receivers, StringComparer.Ordinal).ToList();
        if (escalated.Count > 0 && others.Count > 0)
        {
            letters.Add(new LetterDraft(LetterKinds.Closed, rule.Name, escalated[0].Incident.Site, escalated, others));
        }
    }
}
