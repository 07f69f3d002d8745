using TicketFlow.Delivery.Letters;

namespace TicketFlow.Reporting.Schedules;

/// <summary>The statements on the tables of scheduled reports.</summary>
internal static class ReportSql
{
    /// <summary>Letters on their way.</summary>
    public static LetterTable Letters { get; } = new("finance.report_letter");

    /// <summary>Idempotent DDL.</summary>
    public static string Schema => Letters.SchemaSql + "\n" + Sql.Embedded("Schedules.ReportSchema.sql");

    public const string Known = """
        select schedule, period, request from finance.report_run r
        where exists (select from unnest($1, $2, $3) w (schedule, period, request)
          where w.schedule = r.schedule and w.period = r.period and w.request = r.request)
        """;

    public const string Claim = """
        insert into finance.report_run (schedule, period, request, due_at, written_at, letter, rows)
        values ($1, $2, $3, $4, $5, $6, 0) on conflict do nothing
        """;

    public const string Written = "update finance.report_run set rows = $4 where schedule = $1 and period = $2 and request = $3";

    public const string Missed = """
        insert into finance.report_run (schedule, period, request, due_at, written_at)
        select $1, m.period, $5, m.due_at, $4 from unnest($2, $3) m (period, due_at) on conflict do nothing returning period
        """;

    public const string Forget = """
        with letters as (delete from finance.report_letter where at < $1), told as (delete from finance.report_told t
          where not exists (select from finance.report_letter l where l.id = t.letter))
        delete from finance.report_run where written_at < $1
        """;

    /// <summary>Tells support once of each letter that is not tried again; one statement, so that none is told twice or never.</summary>
    public const string TellUndelivered = """
        with lost as (
          insert into finance.report_told (letter, receiver)
          select id, receiver from finance.report_letter where state in ('refused', 'given-up') on conflict do nothing
          returning letter, receiver)
        select count(*), count(ticketflow.tell_support(md5(l.id || l.receiver)::uuid, now(), 'report-not-delivered',
          format('The report %s about %s did not reach %s: %s. Mend the cause, then send it again: ticketflow-ops report schedule run %s%s',
            r.schedule, r.period, l.receiver, l.error, r.schedule,
            case when strpos(r.period, '..') > 0 then '' else ' --period ' || r.period end))::text)
        from lost join finance.report_letter l on l.id = lost.letter and l.receiver = lost.receiver
        join finance.report_run r on r.letter = l.id
        """;

    public const string TellLate = "select ticketflow.tell_support(md5($1)::uuid, now(), 'report-late', $2)";

    /// <summary>The last runs of each schedule, newest first, with what became of their letters.</summary>
    public const string Runs = """
        select r.schedule, r.period, r.request, r.due_at, r.written_at, r.rows, l.receiver, l.state, l.tries, l.error
        from (select *, row_number() over (partition by schedule order by written_at desc, due_at desc) as place
              from finance.report_run where $1::text is null or schedule = $1) r
        left join finance.report_letter l on l.id = r.letter
        where r.place <= $2 order by r.schedule, r.place, l.receiver
        """;
}
