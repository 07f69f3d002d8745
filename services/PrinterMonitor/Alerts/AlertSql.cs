namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>The statements on the alerts' tables.</summary>
internal static class AlertSql
{
    public const string TakeChanges = """
        delete from monitor.alert_change where id in (select id from monitor.alert_change order by id limit $1)
        returning id, resource, version, at, causes, site, text
        """;

    public const string IncidentColumns = "i.id, i.resource, i.site, i.cause, i.opened_at, i.text, i.cleared_at, i.acknowledged_by";

    private const string NoticeColumns = "n.rule, n.phase, n.due_at, n.letter, n.escalated";

    private const string Both = $"select {IncidentColumns}, {NoticeColumns} from monitor.alert_incident i";

    /// <summary>Open ones, and ended ones of which somebody is still to be told.</summary>
    public const string IncidentsOf = $"""
        {Both} left join monitor.alert_notice n on n.incident = i.id where i.resource = any($1) and i.cleared_at is null
        union all
        {Both} join monitor.alert_notice n on n.incident = i.id
        where i.resource = any($1) and i.cleared_at is not null
          and exists (select from monitor.alert_notice c where c.incident = i.id and c.phase = 'Closing')
        """;

    public const string OpenIncidents = $"{Both} left join monitor.alert_notice n on n.incident = i.id where i.cleared_at is null";

    /// <summary>All unfinished notices of each rule and site that has one due.</summary>
    public const string Due = $"""
        with due as (
          select distinct n.rule, i.site from monitor.alert_notice n join monitor.alert_incident i on i.id = n.incident where n.due_at <= $1)
        {Both} join monitor.alert_notice n on n.incident = i.id and n.due_at is not null join due on due.rule = n.rule and due.site = i.site
        """;

    public const string NextDue = "select min(due_at) from monitor.alert_notice where due_at is not null";

    public const string SeeRules = """
        insert into monitor.alert_rules_seen (version) values ($1) on conflict (one) do update set version = excluded.version
        where monitor.alert_rules_seen.version <> excluded.version returning true
        """;

    public const string SaveIncidents = """
        insert into monitor.alert_incident as i (id, resource, site, cause, opened_at, text, cleared_at)
        select * from unnest($1, $2, $3, $4, $5, $6, $7)
        on conflict (id) do update set cleared_at = excluded.cleared_at
        """;

    public const string SaveNotices = """
        insert into monitor.alert_notice (incident, rule, phase, due_at, letter, escalated) select * from unnest($1, $2, $3, $4, $5, $6)
        on conflict (incident, rule) do update
        set phase = excluded.phase, due_at = excluded.due_at, letter = excluded.letter, escalated = excluded.escalated
        """;

    public const string Forget = """
        with letters as (delete from monitor.alert_letter where at < $1)
        delete from monitor.alert_incident where cleared_at < $1
        """;
}
