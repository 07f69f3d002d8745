using Npgsql;
using TicketFlow.Contracts.Agents;
using TicketFlow.EventStore;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// Hands out free slots (patent steps 6-1 to 6-3), for all resources that changed at once. One round is one transaction: take the marks, lock the
/// lanes (in order; only dispatchers do), pick, append the go-aheads, commit; then send. A job that changed meanwhile is left out by its version
/// and marked again. Any number of dispatchers may run; the row locks arbitrate.
/// </summary>
public sealed class Dispatcher(
    IDocumentStore store, NpgsqlDataSource database, IAgentPostOffice post, Newcomers newcomers, TimeProvider clock, JobTiming timing)
{
    /// <summary>Marks taken in one round; bounds the length of its transaction.</summary>
    private const int MarksPerRound = 2000;

    private const string TakeMarks = """
        delete from dispatch_request where id in (select id from dispatch_request order by id limit $1 for update skip locked) returning resource
        """;

    private const string LockLanes = "select resource from dispatch_lane where resource = any($1) order by resource for update";

    private const string MarkAgain = "insert into dispatch_request (resource) select unnest($1)";

    /// <summary>
    /// The jobs that fit now: per resource the first by priority and age, no more than free slots, no more than free bytes; a job larger than all
    /// the bytes goes when nothing else is active.
    /// </summary>
    private const string PickJobs = """
        with load as (
          select resource, count(*) as jobs, coalesce(sum(bytes), 0) as bytes from queue_job where active and resource = any($1) group by resource),
        candidate as (
          select j.job_id, j.version, j.attempt, j.agent, j.key, j.request, r.name, r.address, r.mechanism, r.max_bytes,
                 coalesce(l.jobs, 0) as active, coalesce(l.bytes, 0) as active_bytes,
                 row_number() over w as place, sum(j.bytes) over w as bytes
          from queue_resource r
          left join load l on l.resource = r.name
          cross join lateral (
            select * from queue_job q
            where q.resource = r.name and q.phase = 'Waiting' and (q.not_before is null or q.not_before <= $2)
            order by q.priority desc, q.enqueued_at, q.arrival
            limit greatest(r.max_jobs - coalesce(l.jobs, 0), 0)) j
          where r.name = any($1)
          window w as (partition by r.name order by j.priority desc, j.enqueued_at, j.arrival))
        select job_id, version, attempt, agent, key, request, address, mechanism, name from candidate
        where active_bytes + bytes <= max_bytes or (active = 0 and place = 1)
        """;

    /// <summary>Places of waiting jobs; beyond the first thousand nobody counts.</summary>
    private const string Places = """
        select j.job_id, j.place::int from unnest($1) as r (resource)
        cross join lateral (
          select job_id, row_number() over (order by priority desc, enqueued_at, arrival) as place from queue_job
          where resource = r.resource and phase = 'Waiting' order by priority desc, enqueued_at, arrival limit 1000) j
        where j.job_id = any($2)
        """;

    /// <summary>Runs rounds until no mark is left.</summary>
    /// <returns>The number of go-aheads issued.</returns>
    public async Task<int> DispatchAsync(CancellationToken cancellation)
    {
        var issued = 0;
        while (await RoundAsync(cancellation) is { Marks: > 0 } round)
        {
            issued += round.Issued;
            if (round.Marks < MarksPerRound && round.LeftOut == 0)
            {
                break;
            }
        }

        return issued;
    }

    private async Task<(int Marks, int Issued, int LeftOut)> RoundAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var marks = await ReadNamesAsync(connection, TakeMarks, MarksPerRound, cancellation);
        if (marks.Count == 0)
        {
            return default;
        }

        var resources = marks.Distinct(StringComparer.Ordinal).ToArray();
        await ReadNamesAsync(connection, LockLanes, resources, cancellation);
        var picked = await PickAsync(connection, resources, cancellation);
        var appended = await AppendAsync(connection, transaction, picked, cancellation);
        var leftOut = picked.Where(job => !appended.Streams.Contains(job.StreamKey)).Select(job => job.Resource).ToArray();
        if (leftOut.Length > 0)
        {
            await ExecuteAsync(connection, MarkAgain, leftOut, cancellation);
        }

        var arrived = newcomers.TakeAt(resources);
        await transaction.CommitAsync(cancellation);
        appended.Result?.Committed();
        var released = picked.Where(job => appended.Streams.Contains(job.StreamKey)).ToList();
        SendGoAheads(released);
        arrived.RemoveAll(job => appended.Streams.Contains(JobId.StreamKey(job.JobId)));
        await SendPlacesAsync(connection, arrived, cancellation);
        return (marks.Count, released.Count, leftOut.Length);
    }

    private void SendGoAheads(List<PickedJob> released)
    {
        var statusSeconds = (int)Math.Ceiling(timing.StatusEvery.TotalSeconds);
        foreach (var job in released)
        {
            post.Post(job.Agent, new GoAhead(
                job.Request, job.JobId, job.Attempt + 1, job.Address, job.Mechanism, statusSeconds, job.Key));
        }
    }

    private async Task SendPlacesAsync(NpgsqlConnection connection, List<Newcomer> waiting, CancellationToken cancellation)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(Places, connection);
        command.Parameters.Add(new() { Value = waiting.Select(job => job.Resource).Distinct(StringComparer.Ordinal).ToArray() });
        command.Parameters.Add(new() { Value = waiting.ConvertAll(job => job.JobId) });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            places[reader.GetString(0)] = reader.GetInt32(1);
        }

        foreach (var job in waiting)
        {
            int? place = places.TryGetValue(job.JobId, out var counted) ? counted : null;
            post.Post(job.Agent, new Ticket(job.Request, job.Key, job.JobId, JobStates.Waiting, place, WaitReasons.Busy));
        }
    }

    private async Task<List<PickedJob>> PickAsync(NpgsqlConnection connection, string[] resources, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(PickJobs, connection);
        command.Parameters.Add(new() { Value = resources });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var picked = new List<PickedJob>();
        while (await reader.ReadAsync(cancellation))
        {
            picked.Add(new PickedJob(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5),
                reader.GetString(6), reader.GetString(7), reader.GetString(8)));
        }

        return picked;
    }

    private async Task<(IAppendedEvents? Result, HashSet<string> Streams)> AppendAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, List<PickedJob> picked, CancellationToken cancellation)
    {
        if (picked.Count == 0)
        {
            return (null, []);
        }

        var confirmBy = clock.GetUtcNow() + timing.ConfirmWithin;
        var headers = new Dictionary<string, object>(StringComparer.Ordinal) { ["actor"] = "dispatcher" };
        var appends = picked.ConvertAll(job => new StreamAppend(
            job.StreamKey, job.Version, [new GoAheadIssued(job.Attempt + 1, job.Address, job.Mechanism, confirmBy)], headers));
        var result = await store.AppendInTransactionAsync(connection, transaction, appends, cancellation);
        return (result, result.Events.Select(e => e.StreamKey).ToHashSet(StringComparer.Ordinal));
    }

    private static async Task<List<string>> ReadNamesAsync(NpgsqlConnection connection, string sql, object parameter, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var names = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, object parameter, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed record PickedJob(
        string JobId, long Version, int Attempt, string Agent, string Key, long Request, string Address, string Mechanism, string Resource)
    {
        public string StreamKey { get; } = Jobs.JobId.StreamKey(JobId);
    }
}
