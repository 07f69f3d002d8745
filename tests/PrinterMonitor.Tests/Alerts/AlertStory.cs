using TicketFlow.Delivery.AlertRules;
using TicketFlow.PrinterMonitor.Alerts.Incidents;

namespace PrinterMonitor.Tests.Alerts;

/// <summary>The alerts without any IO: facts in, letters out, time by hand.</summary>
internal sealed class AlertStory(params AlertRule[] rules)
{
    public static readonly TimeSpan CloseAfter = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, Incident> _incidents = [];
    private readonly Dictionary<(Guid, string), Notice> _notices = [];
    private readonly Dictionary<string, long> _versions = [];

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public AlertRuleBook Book { get; set; } =
        rules.Aggregate(AlertRuleBook.Empty, (book, rule) => book.Evolve(new AlertRuleSaved(rule)));

    /// <summary>Everything told so far: kind, rule, printers (or their number), causes, receivers.</summary>
    public List<string> Told { get; } = [];

    public List<LetterDraft> Letters { get; } = [];

    public AlertStory Becomes(string printer, string causes = "", string site = "Berlin")
    {
        var version = _versions[printer] = _versions.GetValueOrDefault(printer) + 1;
        var fact = new HealthFact(printer, version, Now, causes.Split(' ', StringSplitOptions.RemoveEmptyEntries), site, null);
        var known = _incidents.Values
            .Where(i => i.Printer == printer && (i.IsOpen || NoticesOf(i).Any(n => n.Phase == NoticePhase.Closing)))
            .Select(i => (i, (IReadOnlyList<Notice>)[.. NoticesOf(i)])).ToList();
        foreach (var (incident, notices) in IncidentRules.Follow(fact, known, Book, CloseAfter))
        {
            _incidents[incident.Id] = incident;
            Keep(notices);
            Keep([.. NoticesOf(incident).Select(n => n with { Incident = incident })]);
        }

        return this;
    }

    public AlertStory Acknowledged(string printer)
    {
        foreach (var incident in _incidents.Values.Where(i => i.Printer == printer).ToList())
        {
            var known = _incidents[incident.Id] = incident with { AcknowledgedBy = "ana" };
            Keep([.. NoticesOf(known).Select(n => n with { Incident = known })]);
        }

        return this;
    }

    /// <summary>Time goes by, second by second as far as anything is due.</summary>
    public AlertStory After(TimeSpan time)
    {
        var end = Now + time;
        while (true)
        {
            Decide();
            var next = _notices.Values.Min(n => n.DueAt) ?? end;
            Now = next <= Now ? Now.AddSeconds(1) : next;
            if (Now >= end)
            {
                Now = end;
                Decide();
                return this;
            }
        }
    }

    private void Decide()
    {
        var due = _notices.Values.Where(n => n.DueAt <= Now).Select(n => (n.Rule, n.Incident.Site)).ToHashSet();
        var plan = AlertDecider.Decide(
            Now, Book, [.. _notices.Values.Where(n => n.DueAt is not null && due.Contains((n.Rule, n.Incident.Site)))]);
        Keep(plan.Changed);
        Letters.AddRange(plan.Letters);
        Told.AddRange(plan.Letters.Select(l =>
            $"{l.Kind} {l.Rule} {(l.Notices.Count > 3 ? l.Notices.Count.ToString() : string.Join('+', l.Notices.Select(n => n.Incident.Printer)))} "
            + $"{string.Join('+', l.Notices.Select(n => n.Incident.Cause).Distinct())} -> {string.Join(' ', l.Receivers)}"));
    }

    private IEnumerable<Notice> NoticesOf(Incident incident) => _notices.Values.Where(n => n.Incident.Id == incident.Id);

    private void Keep(IEnumerable<Notice> notices)
    {
        foreach (var notice in notices.ToList())
        {
            _notices[(notice.Incident.Id, notice.Rule)] = notice;
        }
    }
}
