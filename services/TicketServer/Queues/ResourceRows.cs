using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Queues;

/// <summary>A resource's row, kept from its events. These are rare, so one statement each is fine.</summary>
internal static class ResourceRows
{
    /// <summary>Whoever shows resources to waiting users listens here.</summary>
    public const string HealthChannel = "ticketflow_health";

    private const string Upsert = """
        with lane as (insert into dispatch_lane (resource) values ($1) on conflict do nothing)
        insert into queue_resource (name, kind, address, mechanism, max_jobs, max_bytes, location) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (name) do update set
          address = excluded.address, mechanism = excluded.mechanism, max_jobs = excluded.max_jobs, max_bytes = excluded.max_bytes,
          location = excluded.location
        """;

    private const string Change = """
        update queue_resource set
          address = $2, mechanism = $3, max_jobs = $4, max_bytes = $5, location = $6 where name = $1
        """;

    /// <summary>What stops or resumes a queue are events of their own; this only ends not knowing.</summary>
    private const string KnownAtLast = "health = case when health = 'unknown' and $2 then 'ok' else health end";

    private const string Mark = "insert into dispatch_request (resource) values ($1)";

    /// <summary>Adds the commands for the resources among the events. True when there are any.</summary>
    public static bool Add(NpgsqlBatch batch, IReadOnlyList<IEvent> events)
    {
        var found = false;
        foreach (var @event in events)
        {
            if (@event.Data is ResourceEvent fact and not MonitoringChosen)
            {
                found = true;
                var name = Add(batch, fact);
                batch.BatchCommands.Add(Command(Mark, name));
                if (fact is ResourceStopped or ResourceWorks)
                {
                    batch.BatchCommands.Add(Command($"select pg_notify('{HealthChannel}', $1)", name));
                }
            }
        }

        return found;
    }

    private static string Add(NpgsqlBatch batch, ResourceEvent fact)
    {
        var (command, name) = fact switch
        {
            ResourceRegistered e => (Command(Upsert, e.Name, e.Kind, e.Address, e.Mechanism, e.MaxJobs, e.MaxBytes, e.Location), e.Name),
            ResourceChanged e => (Command(Change, e.Name, e.Address, e.Mechanism, e.MaxJobs, e.MaxBytes, e.Location), e.Name),
            QueuePaused e => (Set("paused = true", e.Name), e.Name),
            QueueResumed e => (Set("paused = false", e.Name), e.Name),
            AcceptingStopped e => (Set("accepting = false", e.Name), e.Name),
            AcceptingStarted e => (Set("accepting = true", e.Name), e.Name),
            ResourceDisabled e => (Set("enabled = false", e.Name), e.Name),
            ResourceEnabled e => (Set("enabled = true", e.Name), e.Name),
            ResourceStopped e => (
                Command(
                    "update queue_resource set health = 'stopped', health_text = $2, health_number = health_number + 1, blocked_until = null "
                        + "where name = $1",
                    e.Name, e.Text),
                e.Name),
            ResourceWorks e => (
                Set("health = 'ok', health_text = null, health_number = health_number + 1, blocked_until = null", e.Name), e.Name),
            ResourceChecked e => (Set("blocked_until = null", e.Name), e.Name),
            ExclusiveUseChosen e => (Set("longest_lease = $2", e.Name, e.LongestSeconds), e.Name),
            QueuedUseChosen e => (Set("longest_lease = null", e.Name), e.Name),
            LeaseGranted e => (LeaseRows.Of(e), e.Name),
            LeaseEnded e => (LeaseRows.Of(e), e.Name),
            ResourceHealthReported e => (Set(KnownAtLast, e.Name, ResourceHealth.Works(e.Status)), e.Name),
            _ => throw new NotSupportedException($"{fact.GetType().Name} has no row rule."),
        };
        batch.BatchCommands.Add(command);
        return name;
    }

    private static NpgsqlBatchCommand Set(string assignment, params object?[] values) =>
        Command($"update queue_resource set {assignment} where name = $1", values);

    private static NpgsqlBatchCommand Command(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value is null
                ? new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text }
                : new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
