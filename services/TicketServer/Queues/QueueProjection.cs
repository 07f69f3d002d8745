using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// The queues (design D3): kept in the transaction of the events, set-based, at most five statements whatever the number of events.
/// </summary>
public sealed class QueueProjection : IInlineProjection
{
    private const string InsertJobs = """
        insert into queue_job (job_id, resource, agent, key, request, version, enqueued_at, phase, changed_at)
        select j.*, 'Opened', j.enqueued_at from unnest($1, $2, $3, $4, $5, $6, $7)
          as j (job_id, resource, agent, key, request, version, enqueued_at)
        on conflict (job_id) do nothing
        """;

    private const string UpdateJobs = """
        update queue_job q set
          phase = j.phase, version = j.version, active = j.active, not_before = j.not_before, changed_at = j.changed_at,
          deadline_kind = j.deadline_kind, deadline_at = j.deadline_at,
          bytes = coalesce(j.bytes, q.bytes), attempt = coalesce(j.attempt, q.attempt)
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
          as j (job_id, phase, version, active, not_before, changed_at, deadline_kind, deadline_at, bytes, attempt)
        where q.job_id = j.job_id
        """;

    private const string WakeByJob = """
        insert into dispatch_request (resource) select distinct resource from queue_job where job_id = any($1)
        """;

    /// <summary>Dispatchers of all servers listen here.</summary>
    public const string WakeChannel = "ticketflow_dispatch";

    private const string Wake = $"select pg_notify('{WakeChannel}', '')";

    private const string DeleteJobs = "delete from queue_job where job_id = any($1)";

    private const string UpsertResource = """
        with lane as (insert into dispatch_lane (resource) values ($1) on conflict do nothing),
        wake as (insert into dispatch_request (resource) values ($1))
        insert into queue_resource (name, kind, address, mechanism, max_jobs, max_bytes, location) values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (name) do update set
          address = excluded.address, mechanism = excluded.mechanism, max_jobs = excluded.max_jobs, max_bytes = excluded.max_bytes,
          location = excluded.location
        """;

    public IReadOnlyCollection<Type> EventTypes { get; } =
        [.. JobEventTypes.Aliases.Keys.Where(type => type != typeof(JobRefused)), .. ResourceEventTypes.Aliases.Keys];

    public string SchemaSql => Sql.Embedded("Queues.QueueSchema.sql") + Sql.Embedded("Border.BorderSchema.sql");

    public void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
    {
        var rows = JobRow.Merge(events);
        AddJobs(batch, [.. rows.Where(row => row.Opened is not null && !row.Ended)]);
        AddUpdates(batch, [.. rows.Where(row => !row.Ended && row.Phase.Length > 0)]);
        AddForIds(batch, WakeByJob, [.. rows.Where(row => row.WakesDispatcher).Select(row => row.JobId)]);
        AddForIds(batch, DeleteJobs, [.. rows.Where(row => row.Ended).Select(row => row.JobId)]);
        foreach (var @event in events)
        {
            AddResource(batch, @event.Data);
        }

        if (rows.Exists(row => row.WakesDispatcher) || events.Any(e => e.Data is ResourceEvent))
        {
            batch.BatchCommands.Add(Sql.Command(Wake));
        }
    }

    private static void AddJobs(NpgsqlBatch batch, List<JobRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var command = Sql.Command(InsertJobs);
        command.Add(rows.Select(r => r.JobId));
        command.Add(rows.Select(r => r.Opened!.Resource));
        command.Add(rows.Select(r => r.Opened!.Agent));
        command.Add(rows.Select(r => r.Opened!.Key));
        command.Add(rows.Select(r => r.Opened!.RequestNumber));
        command.Add(rows.Select(r => r.Version));
        command.Add(rows.Select(r => (DateTime?)r.EnqueuedAt.UtcDateTime));
        batch.BatchCommands.Add(command);
    }

    private static void AddUpdates(NpgsqlBatch batch, List<JobRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var command = Sql.Command(UpdateJobs);
        command.Add(rows.Select(r => r.JobId));
        command.Add(rows.Select(r => r.Phase));
        command.Add(rows.Select(r => r.Version));
        command.Add(rows.Select(r => r.Active));
        command.Add(rows.Select(r => r.NotBefore?.UtcDateTime));
        command.Add(rows.Select(r => (DateTime?)r.ChangedAt.UtcDateTime));
        command.Add(rows.Select(r => r.DeadlineKind));
        command.Add(rows.Select(r => r.DeadlineAt?.UtcDateTime));
        command.Add(rows.Select(r => r.Bytes));
        command.Add(rows.Select(r => r.Attempt));
        batch.BatchCommands.Add(command);
    }

    private static void AddForIds(NpgsqlBatch batch, string sql, string[] jobIds)
    {
        if (jobIds.Length == 0)
        {
            return;
        }

        var command = Sql.Command(sql);
        command.Add(jobIds);
        batch.BatchCommands.Add(command);
    }

    private static void AddResource(NpgsqlBatch batch, object data)
    {
        var resource = data switch
        {
            ResourceRegistered e => (e.Name, e.Kind, e.Address, e.Mechanism, e.MaxJobs, e.MaxBytes, e.Location),
            ResourceChanged e => (e.Name, Kind: "", e.Address, e.Mechanism, e.MaxJobs, e.MaxBytes, e.Location),
            _ => default,
        };
        if (resource.Name is null)
        {
            return;
        }

        var command = Sql.Command(UpsertResource);
        command.Parameters.Add(new() { Value = resource.Name });
        command.Parameters.Add(new() { Value = resource.Kind });
        command.Parameters.Add(new() { Value = resource.Address });
        command.Parameters.Add(new() { Value = resource.Mechanism });
        command.Parameters.Add(new() { Value = resource.MaxJobs });
        command.Parameters.Add(new() { Value = resource.MaxBytes });
        command.Parameters.Add(new() { Value = (object?)resource.Location ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        batch.BatchCommands.Add(command);
    }
}
