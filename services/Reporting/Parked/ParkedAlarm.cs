using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.EventStore.Daemon;
using TicketFlow.Hosting;

namespace TicketFlow.Reporting.Parked;

/// <summary>
/// Support hears when a projection had to leave events out: of one projection at once, and then at most once in an hour, however many
/// follow. Any number of services may run it.
/// </summary>
internal sealed class ParkedAlarm(NpgsqlDataSource database, ILogger<ParkedAlarm> log) : ListeningWorker(database)
{
    /// <summary>One statement, so that nothing is told twice or forgotten: what was told stands in it with the telling.</summary>
    private const string Tell = """
        with parked as (
          select shard, count(*) as events, max(parked_at) as newest, (array_agg(seq_id order by parked_at desc, seq_id desc))[1] as last,
            (array_agg(left(error, 200) order by parked_at desc, seq_id desc))[1] as error
          from ticketflow.parked_events group by shard),
        mended as (delete from finance.parked_told t where not exists (select from parked p where p.shard = t.shard)),
        told as (
          insert into finance.parked_told as t (shard, newest, told_at) select shard, newest, now() from parked
          on conflict (shard) do update set newest = excluded.newest, told_at = excluded.told_at
          where excluded.newest > t.newest and t.told_at < now() - interval '1 hour' returning shard)
        select count(ticketflow.tell_support(md5(p.shard || ' ' || p.newest)::uuid, now(), 'events-parked',
          format('The projection %s had to leave out %s events, the newest is %s: %s. Mend the cause, then rebuild the projection; '
            || 'ticketflow-ops projections --parked shows them.', split_part(p.shard, ':', 1), p.events, p.last, p.error))::text)
        from told join parked p on p.shard = told.shard
        """;

    /// <summary>The event store says here that an event was parked.</summary>
    protected override string Channel => ProjectionChannels.Parked;

    /// <summary>For what came within the hour.</summary>
    protected override TimeSpan LookAnyway => TimeSpan.FromMinutes(1);

    protected override async Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(Tell, connection);
        await command.ExecuteNonQueryAsync(stopping);
    }

    protected override void Lost(string reason) => ReportingLog.AlarmAway(log, reason);
}
