using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// The queues (design D3): kept in the transaction of the events, set-based, a handful of statements whatever the number of events.
/// </summary>
public sealed class QueueProjection : IInlineProjection
{
    /// <summary>Dispatchers of all servers listen here.</summary>
    public const string WakeChannel = "ticketflow_dispatch";

    private const string InsertJobs = """
        insert into queue_job (job_id, resource, agent, key, request, version, rank, enqueued_at, domain_name, user_name, title, phase, changed_at)
        select j.*, 'Opened', j.enqueued_at from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
          as j (job_id, resource, agent, key, request, version, rank, enqueued_at, domain_name, user_name, title)
        on conflict (job_id) do nothing
        """;

    private const string UpdateJobs = """
        update queue_job q set
          version = j.version, changed_at = j.changed_at,
          phase = coalesce(j.phase, q.phase), active = coalesce(j.active, q.active), bytes = coalesce(j.bytes, q.bytes),
          attempt = coalesce(j.attempt, q.attempt), resource = coalesce(j.resource, q.resource), priority = coalesce(j.priority, q.priority),
          rank = coalesce(j.rank, q.rank), told_health = case when j.resource is null then q.told_health else 0 end, hold_reason = case when j.phase is null then q.hold_reason else j.hold_reason end,
          held_for = case when j.phase is null then q.held_for else j.held_for end,
          held_amount = case when j.phase is null then q.held_amount else j.held_amount end,
          not_before = case when j.phase is null then q.not_before else j.not_before end,
          resend_after = coalesce(j.resend_after, q.resend_after), moved = coalesce(j.moved, q.moved),
          deadline_kind = case when j.sets_deadline then j.deadline_kind else q.deadline_kind end,
          deadline_at = case when j.sets_deadline then j.deadline_at else q.deadline_at end
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
          as j (job_id, version, changed_at, phase, active, bytes, attempt, resource, priority, rank, hold_reason, not_before, sets_deadline,
                deadline_kind, deadline_at, resend_after, moved, held_for, held_amount)
        where q.job_id = j.job_id
        """;

    private const string WakeByJob = """
        insert into dispatch_request (resource) select distinct resource from queue_job where job_id = any($1)
        """;

    private const string WakeByName = "insert into dispatch_request (resource) select unnest($1)";

    /// <summary>Locks in one order first: two servers that block the same printers must not wait for each other crosswise.</summary>
    private const string Block = """
        with wanted as (
          select q.resource as name, max(b.until) as until from unnest($1, $2) as b (job_id, until)
          join queue_job q on q.job_id = b.job_id group by q.resource),
        locked as (select r.name from queue_resource r join wanted w on w.name = r.name order by r.name for update of r)
        update queue_resource r set blocked_until = greatest(r.blocked_until, w.until)
        from wanted w join locked l on l.name = w.name where r.name = w.name
        """;

    private const string Wake = $"select pg_notify('{WakeChannel}', '')";

    private const string DeleteJobs = "delete from queue_job where job_id = any($1)";

    public IReadOnlyCollection<Type> EventTypes { get; } =
    [
        .. JobEventTypes.Aliases.Keys.Where(type => type != typeof(JobRefused)), .. ResourceEventTypes.Aliases.Keys,
        .. LeaseEventTypes.Aliases.Keys,
    ];

    public string SchemaSql => Sql.Embedded("Queues.QueueSchema.sql") + Sql.Embedded("Border.BorderSchema.sql");

    public void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
    {
        var rows = JobRow.Merge(events);
        AddJobs(batch, [.. rows.Where(row => (row.Opened is not null || row.Returned is not null) && !row.Ended)]);
        AddUpdates(batch, [.. rows.Where(row => !row.Ended)]);
        AddBlocks(batch, [.. rows.Where(row => row.BlockUntil is not null)]);
        AddNames(batch, WakeByJob, [.. rows.Where(row => row.WakesDispatcher).Select(row => row.JobId)]);
        AddNames(batch, WakeByName, [.. rows.SelectMany(row => row.LeftResources)]);
        AddNames(batch, DeleteJobs, [.. rows.Where(row => row.Ended).Select(row => row.JobId)]);
        var resources = ResourceRows.Add(batch, events);
        if (resources || rows.Exists(row => row.WakesDispatcher))
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
        command.Add(rows.Select(r => r.Opened?.Resource ?? r.Returned!.Resource));
        command.Add(rows.Select(r => r.Opened?.Agent ?? r.Returned!.Agent));
        command.Add(rows.Select(r => r.Opened?.Key ?? r.Returned!.Key));
        command.Add(rows.Select(r => r.Opened?.RequestNumber ?? r.Returned!.RequestNumber));
        command.Add(rows.Select(r => r.Version));
        command.Add(rows.Select(r => JobRow.RankOf(r.EnqueuedAt)));
        command.Add(rows.Select(r => (DateTime?)r.EnqueuedAt.UtcDateTime));
        command.Add(rows.Select(r => r.Opened?.Domain ?? r.Returned!.Domain));
        command.Add(rows.Select(r => r.Opened?.User ?? r.Returned!.User));
        command.Add(rows.Select(r => r.Opened?.Title ?? r.Returned?.Title));
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
        command.Add(rows.Select(r => r.Version));
        command.Add(rows.Select(r => (DateTime?)r.ChangedAt.UtcDateTime));
        command.Add(rows.Select(r => r.Phase));
        command.Add(rows.Select(r => r.Active));
        command.Add(rows.Select(r => r.Bytes));
        command.Add(rows.Select(r => r.Attempt));
        command.Add(rows.Select(r => r.Resource));
        command.Add(rows.Select(r => r.Priority));
        command.Add(rows.Select(r => r.Rank));
        command.Add(rows.Select(r => r.HoldReason));
        command.Add(rows.Select(r => r.NotBefore?.UtcDateTime));
        command.Add(rows.Select(r => (bool?)r.SetsDeadline));
        command.Add(rows.Select(r => r.DeadlineKind));
        command.Add(rows.Select(r => r.DeadlineAt?.UtcDateTime));
        command.Add(rows.Select(r => r.ResendAfter));
        command.Add(rows.Select(r => r.Moved));
        command.Add(rows.Select(r => r.Lacks?.Account));
        command.Add(rows.Select(r => r.Lacks?.Amount));
        batch.BatchCommands.Add(command);
    }

    private static void AddBlocks(NpgsqlBatch batch, List<JobRow> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var command = Sql.Command(Block);
        command.Add(rows.Select(r => r.JobId));
        command.Add(rows.Select(r => r.BlockUntil?.UtcDateTime));
        batch.BatchCommands.Add(command);
    }

    private static void AddNames(NpgsqlBatch batch, string sql, string[] names)
    {
        if (names.Length == 0)
        {
            return;
        }

        var command = Sql.Command(sql);
        command.Add(names);
        batch.BatchCommands.Add(command);
    }
}
