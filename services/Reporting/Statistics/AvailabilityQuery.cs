using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Reporting.Statistics;

/// <summary>How well a resource worked in a period. Times are milliseconds.</summary>
/// <param name="Resource">Its name.</param>
/// <param name="Site">Where it stood when the period ended, as outcomes have it: the site it was given, or its location's.</param>
/// <param name="InServiceMs">Registered and not taken out of service.</param>
/// <param name="FaultMs">Of that, when it did not work.</param>
/// <param name="Faults">Faults that began in the period.</param>
/// <param name="Repaired">Faults that ended in the period.</param>
/// <param name="RepairMs">Sum of their whole lengths: the mean time to repair is this over <paramref name="Repaired"/>.</param>
/// <param name="LongestMs">The longest fault that touched the period, as far as it lies in it.</param>
/// <param name="Cause">The cause that cost most time in the period; null without any.</param>
public sealed record ResourceAvailability(
    string Resource, string? Site, long InServiceMs, long FaultMs, long Faults, long Repaired, long RepairMs, long LongestMs, string? Cause)
{
    /// <summary>Share of the time in service in which it worked, 0 to 1; null when it was never in service.</summary>
    public double? Availability => InServiceMs > 0 ? 1 - ((double)FaultMs / InServiceMs) : null;
}

/// <summary>Availability, faults and time to repair of resources, from the downtimes.</summary>
/// <param name="database">A role that may read the schema <c>reporting</c>.</param>
/// <param name="clock">What has not happened yet counts for nothing.</param>
public sealed class AvailabilityQuery(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Query = """
        with known as (
          select r.name, r.location, tstzmultirange(tstzrange(greatest(r.registered_at, $1), $2)) as life
          from reporting.resource r where r.registered_at < $2),
        down as (
          select d.resource, d.kind, d.causes, d.started_at, d.ended_at,
            tstzrange(greatest(d.started_at, $1), least(coalesce(d.ended_at, $2), $2)) as span
          from reporting.downtime d where d.started_at < $2 and coalesce(d.ended_at, 'infinity') > $1),
        service as (
          select k.name, k.location, k.life - coalesce(range_agg(d.span) filter (where d.kind = 'disabled'), '{}') as span
          from known k left join down d on d.resource = k.name group by k.name, k.location, k.life),
        fault as (
          select s.name, d.causes, d.started_at, d.ended_at,
            (select coalesce(sum(extract(epoch from upper(p) - lower(p)) * 1000), 0)::bigint
              from unnest(s.span * tstzmultirange(d.span)) as p) as ms
          from service s join down d on d.resource = s.name and d.kind = 'fault'),
        placed as (
          select distinct on (a.subject) a.subject as name, a.site from reporting.assignment a
          where a.kind = 'resource' and a.from_at < $2 order by a.subject, a.from_at desc, a.sequence desc)
        select s.name, coalesce(l.site, nullif(trim((regexp_split_to_array(s.location, '[,/]'))[1]), '')),
          (select coalesce(sum(extract(epoch from upper(p) - lower(p)) * 1000), 0)::bigint from unnest(s.span) as p),
          coalesce(sum(f.ms), 0)::bigint, count(*) filter (where f.started_at >= $1),
          count(*) filter (where f.ended_at <= $2),
          coalesce(sum(extract(epoch from f.ended_at - f.started_at) * 1000) filter (where f.ended_at <= $2), 0)::bigint,
          coalesce(max(f.ms), 0),
          (select c.cause from fault x cross join lateral unnest(x.causes) as c (cause) where x.name = s.name
            group by c.cause order by sum(x.ms) desc, c.cause limit 1)
        from service s left join fault f on f.name = s.name left join placed l on l.name = s.name
        where $3::text[] is null or s.name = any($3)
        group by s.name, s.location, s.span, l.site order by s.name
        """;

    /// <summary>Every resource that was registered by then, or those asked for, by name.</summary>
    /// <exception cref="StatisticsRequestException">The period makes no sense, or there is no such time zone.</exception>
    public async Task<IReadOnlyList<ResourceAvailability>> GetAsync(
        DateOnly from, DateOnly until, string timeZone = "UTC", IReadOnlyCollection<string>? resources = null,
        CancellationToken cancellation = default)
    {
        var plan = StatisticsRules.Judge(new StatisticsRequest { From = from, Until = until, TimeZone = timeZone });
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(Query);
        command.Parameters.Add(Moment(plan.From));
        command.Parameters.Add(Moment(plan.Until < now ? plan.Until : now > plan.From ? now : plan.From));
        command.Parameters.Add(new()
        {
            Value = (object?)resources?.ToArray() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<ResourceAvailability>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    private static ResourceAvailability Row(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetText(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
        row.GetInt64(7), row.GetText(8));

    private static NpgsqlParameter Moment(DateTimeOffset at) => new() { Value = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
