using Npgsql;
using NpgsqlTypes;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting.Ledger;

/// <summary>Writes rows of <c>outcome</c>, many at a time.</summary>
internal static class OutcomeRows
{
    // Between the groups of one row: arrays of arrays must be of one length. Names with control characters are refused at the door.
    private const char Between = '\u001f';

    private const string Insert = """
        insert into outcome (sequence, event_id, at, kind, job_id, attempt, is_final, is_first, code, rule, grade, actor, agent, resource,
          resource_kind, site, domain, user_name, department, cost_centre, groups, mechanism, bytes, bytes_sent, pages, copies, sheets,
          colour, sides, paper, opened_at, queued_at, started_at, wait_ms, print_ms,
          wait_bucket, print_bucket)
        select o.sequence, o.event_id, o.at, o.kind, o.job_id, o.attempt, o.is_final, o.is_first, o.code, o.rule, o.grade, o.actor, o.agent,
          o.resource, o.resource_kind, o.site, o.domain, o.user_name, o.department, o.cost_centre, string_to_array(o.groups, E'\x1f'),
          o.mechanism, o.bytes, o.bytes_sent, o.pages, o.copies, o.sheets, o.colour, o.sides, o.paper, o.opened_at, o.queued_at,
          o.started_at, o.wait_ms, o.print_ms, o.wait_bucket, o.print_bucket
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
          $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37)
          as o (sequence, event_id, at, kind, job_id, attempt, is_final, is_first, code, rule, grade, actor,
          agent, resource, resource_kind, site, domain, user_name, department, cost_centre, groups, mechanism, bytes, bytes_sent, pages,
          copies, sheets, colour, sides, paper, opened_at, queued_at, started_at, wait_ms, print_ms, wait_bucket, print_bucket)
        """;

    public static NpgsqlBatchCommand Write(IReadOnlyList<Outcome> rows) => new NpgsqlBatchCommand(Insert)
        .Longs(rows, o => o.Sequence).Column(rows, o => o.EventId, NpgsqlDbType.Uuid).Moments(rows, o => o.At).Texts(rows, o => o.Kind)
        .Texts(rows, o => o.JobId).Ints(rows, o => o.Attempt).Flags(rows, o => o.IsFinal).Flags(rows, o => o.IsFirst)
        .Texts(rows, o => o.Code).Texts(rows, o => o.Rule).Texts(rows, o => o.Grade).Texts(rows, o => o.Actor).Texts(rows, o => o.Agent)
        .Texts(rows, o => o.Resource).Texts(rows, o => o.ResourceKind).Texts(rows, o => o.Site).Texts(rows, o => o.Domain)
        .Texts(rows, o => o.User).Texts(rows, o => o.Department).Texts(rows, o => o.CostCentre)
        .Texts(rows, o => string.Join(Between, o.Groups)).Texts(rows, o => o.Mechanism).Longs(rows, o => o.Bytes)
        .Longs(rows, o => o.BytesSent).Ints(rows, o => o.Pages).Ints(rows, o => o.Copies).Longs(rows, o => o.Sheets)
        .Flags(rows, o => o.Colour).Ints(rows, o => o.Sides).Texts(rows, o => o.Paper).Moments(rows, o => o.OpenedAt)
        .Moments(rows, o => o.QueuedAt).Moments(rows, o => o.StartedAt).Longs(rows, o => o.WaitMs).Longs(rows, o => o.PrintMs)
        .Ints(rows, Usage.WaitBucketOf).Ints(rows, Usage.PrintBucketOf);
}
