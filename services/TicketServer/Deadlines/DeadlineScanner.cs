using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.TicketServer.Deadlines;

/// <summary>
/// Finds due deadlines and publishes them as messages to the saga (design D4). A due one is moved a little into the future while it is
/// claimed: if the process dies before the message is safe, it comes up again; if it fires twice, the saga sees that it has moved on. There
/// is no index on the deadline on purpose: it would double the cost of each job's updates, and reading 100,000 rows takes milliseconds.
/// </summary>
public sealed class DeadlineScanner(
    NpgsqlDataSource database, InternalPublisher publisher, LeaseDesk leases, TimeProvider clock, JobTiming timing, ScanOptions options,
    ILogger<DeadlineScanner> log)
    : BackgroundService
{
    /// <summary>
    /// A job that climbs the ladder of silence and whose agent sent a status after the last rung is heard of again; that goes before any
    /// rung.
    /// </summary>
    private const string Claim = """
        with due as (
          select q.job_id, p.last_seen, coalesce(p.bytes_sent, 0) as bytes_sent,
                 q.deadline_kind = 'silence' and coalesce(p.last_seen > q.changed_at, false) as heard
          from queue_job q
          left join job_progress p on p.job_id = q.job_id and p.attempt = q.attempt
          where (q.deadline_kind = 'silence' and p.last_seen > q.changed_at and coalesce(q.heard_at, '-infinity') <= $1 - $3)
             or (q.deadline_at <= $1 and q.deadline_kind <> 'retry'
                 and (q.deadline_kind <> 'status' or coalesce(p.last_seen, '-infinity') <= $1 - $2))
          limit 2000 for update of q skip locked)
        update queue_job q set
          deadline_at = case when due.heard then q.deadline_at else $1 + $3 end, heard_at = case when due.heard then $1 else q.heard_at end
        from due where due.job_id = q.job_id
        returning q.job_id, q.agent, case when due.heard then 'heard' else q.deadline_kind end, q.attempt, due.last_seen, due.bytes_sent
        """;

    /// <summary>Resources whose pause after a failure is over, and jobs whose pause is: the dispatcher looks at them.</summary>
    private const string WakeRetries = $"""
        with due as (
          select job_id from queue_job where deadline_kind = 'retry' and deadline_at <= $1 for update skip locked),
        cleared as (
          update queue_job q set deadline_kind = null, deadline_at = null from due where due.job_id = q.job_id returning q.resource),
        free as (
          select name from queue_resource where blocked_until <= $1 for update skip locked),
        opened as (
          update queue_resource r set blocked_until = null from free where free.name = r.name returning r.name),
        marked as (
          insert into dispatch_request (resource) select resource from cleared union select name from opened returning resource)
        select pg_notify('{QueueProjection.WakeChannel}', '') from marked limit 1
        """;

    /// <summary>Progress of jobs that have ended; done here so that ending a job need not touch it.</summary>
    private const string Sweep = "delete from job_progress p where not exists (select from queue_job q where q.job_id = p.job_id)";

    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(30);

    /// <summary>Looks once. Returns how many deadlines were published.</summary>
    public async Task<int> ScanAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await using (var wake = database.CreateCommand(WakeRetries))
        {
            wake.Parameters.Add(new() { Value = now });
            await wake.ExecuteNonQueryAsync(cancellation);
        }

        var due = await ClaimAsync(now, cancellation);
        if (due.Count > 0)
        {
            await publisher.PublishAsync([.. due.Select(InternalLetter.Of)], cancellation);
        }

        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, clock);
        var sweepAt = clock.GetUtcNow() + SweepEvery;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ScanAsync(stoppingToken);
                await leases.EndDueAsync(stoppingToken);
                if (clock.GetUtcNow() >= sweepAt)
                {
                    sweepAt = clock.GetUtcNow() + SweepEvery;
                    await using var sweep = database.CreateCommand(Sweep);
                    await sweep.ExecuteNonQueryAsync(stoppingToken);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop's top: database or broker are away or refuse; what was claimed comes up again.
                QueueLog.ScanFailed(log, e.Message);
            }
        }
    }

    private async Task<List<DeadlineExpired>> ClaimAsync(DateTime now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Claim);
        command.Parameters.Add(new() { Value = now });
        command.Parameters.Add(new() { Value = timing.StatusWithin });
        command.Parameters.Add(new() { Value = options.FireAgainAfter });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var due = new List<DeadlineExpired>();
        while (await reader.ReadAsync(cancellation))
        {
            due.Add(new DeadlineExpired(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3),
                reader.GetMoment(4),
                reader.GetInt64(5)));
        }

        return due;
    }
}
