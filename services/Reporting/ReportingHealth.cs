using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.EventStore.Daemon;

namespace TicketFlow.Reporting;

/// <summary>Whether the database answers, the projections run, and how far they are behind the log.</summary>
internal sealed class ReportingHealth(NpgsqlDataSource database, ProjectionWorker projections, IOptions<ReportingOptions> options)
    : IHealthCheck
{
    // From the checkpoints, for the projections may run in another process.
    private const string Lag = """
        select g.name, s.last_value - coalesce(p.last_seq_id, 0),
          (select count(*) from ticketflow.parked_events k where k.shard = p.name) from ticketflow.projection_generations g
        cross join ticketflow.mt_events_sequence s
        left join ticketflow.mt_event_progression p
          on p.name = g.name || case when g.generation > 1 then ':V' || g.generation else '' end || ':All'
        where g.state = 'live' order by 1
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (projections.Shards.FirstOrDefault(s => s.State == ShardState.Stopped) is { } stopped)
        {
            return HealthCheckResult.Unhealthy($"The projection {stopped.Name} stands: {stopped.Error?.Message}");
        }

        try
        {
            var lags = await LagsAsync(cancellationToken);
            var sentence = string.Join(
                ", ", lags.Select(l => $"{l.Name} is {l.Events} events behind" + (l.Parked > 0 ? $", {l.Parked} are parked" : "")));
            return lags.Count > 0 && lags.TrueForAll(l => l.Events <= options.Value.LagAllowed)
                ? HealthCheckResult.Healthy(sentence)
                : HealthCheckResult.Unhealthy(lags.Count > 0 ? sentence : "No projection is live yet.");
        }
        catch (NpgsqlException e)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.", e);
        }
    }

    private async Task<List<(string Name, long Events, long Parked)>> LagsAsync(CancellationToken cancellation)
    {
        var lags = new List<(string, long, long)>();
        await using var command = database.CreateCommand(Lag);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            lags.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return lags;
    }
}
