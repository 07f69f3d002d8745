namespace Reporting.Tests.Statistics;

/// <summary>
/// Counts again by other means: plain SQL over the raw events, without tables, classes or rules of the reporting service. One row per ended
/// attempt; the tests sum it up.
/// </summary>
internal static class Recount
{
    /// <summary>One row per ended attempt, to be summed up.</summary>
    public const string Prepare = """
        analyze ticketflow.mt_events;
        create table recounted as with ending as (
          select e.seq_id, e.stream_id, e.timestamp as at, e.data,
            case e.type when 'job_refused' then 'refused' when 'transfer_completed' then 'completed' when 'transfer_failed' then 'failed'
              when 'transfer_interrupted' then 'interrupted' when 'job_cancelled' then 'cancelled' when 'job_moved' then 'moved'
              when 'lease_ended' then 'leased'
              else case when e.data ->> 'retryAt' is null then 'failed' else 'not-started' end end as kind
          from ticketflow.mt_events e
          where e.type in ('job_refused', 'transfer_completed', 'transfer_failed', 'transfer_interrupted', 'job_cancelled',
              'transfer_start_failed', 'lease_ended') or (e.type = 'job_moved' and (e.data ->> 'bytesSent')::bigint > 0)),
        known as (
          select n.*, n.kind not in ('moved', 'not-started', 'leased') as final, o.data as opened, d.data as described,
            case n.kind when 'leased' then n.data ->> 'name' else (select coalesce(q.data ->> 'to', q.data ->> 'resource') from ticketflow.mt_events q where q.stream_id = n.stream_id
              and q.type in ('job_refused', 'job_opened', 'job_moved', 'resend_chosen') and q.seq_id <= n.seq_id
              and (q.type <> 'job_moved' or q.seq_id < n.seq_id) order by q.version desc limit 1) end as resource,
            (select max(q.timestamp) from ticketflow.mt_events q where q.stream_id = n.stream_id
              and q.type in ('job_described', 'resend_chosen') and q.seq_id < n.seq_id) as queued,
            (select max(q.timestamp) from ticketflow.mt_events q where q.stream_id = n.stream_id and q.type = 'transfer_started'
              and q.seq_id < n.seq_id and q.seq_id > (select max(r.seq_id) from ticketflow.mt_events r where r.stream_id = n.stream_id
                and r.type in ('job_described', 'resend_chosen', 'job_moved', 'go_ahead_issued') and r.seq_id < n.seq_id)) as started,
            (select p.data from ticketflow.mt_events p where p.stream_id = 'organisation' and p.type in ('person_assigned', 'person_left')
              and p.data ->> 'user' = o.data ->> 'user' and p.seq_id < n.seq_id and (p.data ->> 'from')::timestamptz <= n.at
              order by (p.data ->> 'from')::timestamptz desc, p.seq_id desc limit 1) as person
          from ending n
          join lateral (select case n.kind when 'leased' then n.data else
            (select f.data from ticketflow.mt_events f where f.stream_id = n.stream_id and f.version = 1) end as data) o on true
          left join ticketflow.mt_events d on d.stream_id = n.stream_id and d.type = 'job_described')
        select *, (described ->> 'pages')::bigint * coalesce((described ->> 'copies')::bigint, 1) as printed,
          final and seq_id = min(seq_id) filter (where final) over (partition by stream_id) as first,
          coalesce(person ->> 'department', '') as department,
          coalesce(person ->> 'costCentre', (select p.data ->> 'costCentre' from ticketflow.mt_events p
            where p.stream_id = 'organisation' and p.type = 'department_assigned'
            and p.data ->> 'department' = person ->> 'department' and p.seq_id < known.seq_id
            and (p.data ->> 'from')::timestamptz <= known.at order by (p.data ->> 'from')::timestamptz desc, p.seq_id desc limit 1), '')
            as cost_centre,
          coalesce((select trim((regexp_split_to_array(p.data ->> 'location', '[,/]'))[1]) from ticketflow.mt_events p
            where p.stream_id = 'resource-' || known.resource and p.type = 'resource_registered' and p.seq_id < known.seq_id), '') as site,
          array(select jsonb_array_elements_text(coalesce(person -> 'groups', '[]'))) as groups,
          floor(extract(epoch from started - queued) * 1000)::bigint as waited, coalesce(data ->> 'code', data ->> 'reason', '') as cause,
          coalesce((described ->> 'copies')::bigint, 1) as copies,
          coalesce((described ->> 'sheets')::bigint, ceil((described ->> 'pages')::bigint / (described ->> 'sides')::numeric)::bigint
            * coalesce((described ->> 'copies')::bigint, 1)) as sheets
        from known
        """;

    /// <summary>
    /// One line per value of the expression: value, jobs, outcomes, kinds, pages, sheets, copies, colour, mono, duplex, bytes, waits,
    /// prints, leases.
    /// </summary>
    public static string By(string key, string of = "recounted") => $"""
        select concat_ws(' ', {key}, count(*) filter (where first), count(*), count(*) filter (where kind = 'completed'),
          count(*) filter (where kind = 'failed'), count(*) filter (where kind = 'interrupted'), count(*) filter (where kind = 'cancelled'),
          count(*) filter (where kind = 'refused'), count(*) filter (where kind = 'not-started'), count(*) filter (where kind = 'moved'),
          coalesce(sum(printed) filter (where kind = 'completed'), 0),
          coalesce(sum(sheets) filter (where kind = 'completed'), 0), coalesce(sum(copies) filter (where kind = 'completed'), 0),
          coalesce(sum(printed) filter (where kind = 'completed' and (described ->> 'colour')::boolean), 0),
          coalesce(sum(printed) filter (where kind = 'completed' and not (described ->> 'colour')::boolean), 0),
          coalesce(sum(printed) filter (where kind = 'completed' and (described ->> 'sides')::int = 2), 0),
          count(*) filter (where kind = 'completed' and printed is null),
          coalesce(sum((described ->> 'bytes')::bigint) filter (where first), 0), coalesce(sum((data ->> 'bytesSent')::bigint), 0),
          count(*) filter (where final and started is not null),
          coalesce(sum(floor(extract(epoch from started - queued) * 1000)::bigint) filter (where final), 0),
          count(*) filter (where kind = 'completed'), coalesce(sum((data ->> 'milliseconds')::bigint), 0),
          count(*) filter (where kind = 'leased'), coalesce(sum(round(extract(epoch from
            (data ->> 'to')::timestamptz - (data ->> 'from')::timestamptz) * 1000)::bigint) filter (where kind = 'leased'), 0))
        from {of} group by {key} order by {key} collate "C"
        """;
}
