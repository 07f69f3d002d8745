using Npgsql;
using TicketFlow.Contracts.Agents;
using TicketFlow.EventStore;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// Hands out free slots (patent steps 6-1 to 6-3), for all resources that changed at once. One round is one transaction: take the marks,
/// lock the lanes (in order; only dispatchers do), pick, append the go-aheads, commit; then send. A job that changed meanwhile is left out
/// by its version and marked again. Any number of dispatchers may run; the row locks arbitrate.
/// </summary>
public sealed class Dispatcher(
    IDocumentStore store, NpgsqlDataSource database, IAgentPostOffice post, Newcomers newcomers, SpeedBook speeds, TimeProvider clock,
    JobTiming timing, IRoundWitness? witness = null)
{
    /// <summary>Marks taken in one round; bounds the length of its transaction.</summary>
    private const int MarksPerRound = 2000;

    private const string TakeMarks = """
        delete from dispatch_request where id in (select id from dispatch_request order by id limit $1 for update skip locked) returning resource
        """;

    private const string LockLanes = "select resource from dispatch_lane where resource = any($1) order by resource for update";

    private const string MarkAgain = "insert into dispatch_request (resource) select unnest($1)";

    /// <summary>How far behind its free slots a queue is looked at, for jobs that fit where the first ones do not.</summary>
    private const int LookBehind = 32;

    /// <summary>
    /// The first jobs of each queue that may get go-aheads at all, by priority and rank: as many as slots are free, and some more.
    /// </summary>
    private const string FirstJobs = """
        with load as (
          select resource, count(*) as jobs, coalesce(sum(bytes), 0) as bytes from queue_job where active and resource = any($1) group by resource)
        select j.job_id, j.version, j.attempt, j.agent, j.key, j.request, r.address, r.mechanism, r.name, j.bytes, j.enqueued_at,
               r.max_jobs - coalesce(l.jobs, 0)::int, r.max_bytes - coalesce(l.bytes, 0)::bigint, coalesce(l.jobs, 0)::int,
               case when j.moved then r.name end, j.resend_after
        from queue_resource r
        left join load l on l.resource = r.name
        cross join lateral (
          select * from queue_job q
          where q.resource = r.name and q.phase = 'Waiting' and (q.not_before is null or q.not_before <= $2)
          order by q.priority desc, q.rank, q.arrival
          limit case when coalesce(l.jobs, 0) < r.max_jobs then r.max_jobs - coalesce(l.jobs, 0) + $3 else 0 end) j
        where r.name = any($1) and r.enabled and not r.paused and r.longest_lease is null and r.health <> 'stopped' and (r.blocked_until is null or r.blocked_until <= $2)
        order by r.name, j.priority desc, j.rank, j.arrival
        """;

    /// <summary>
    /// With what the statement sees, for whoever judges the decision by it: nothing of its own transaction, which comes last.
    /// </summary>
    private static readonly string WitnessedJobs = FirstJobs.Replace(
        "j.resend_after\n",
        "j.resend_after, pg_current_snapshot()::text || ',' || pg_current_xact_id()::text\n",
        StringComparison.Ordinal);

    /// <summary>Places of waiting jobs; beyond the first thousand nobody counts.</summary>
    private const string Places = """
        select j.job_id, j.place::int, case
            when q.health = 'stopped' or not q.enabled then 'printer-stopped'
            when q.paused or q.longest_lease is not null then 'queue-paused'
            when q.blocked_until > $3 then 'printer-checked'
            else 'printer-busy' end, q.max_jobs
        from unnest($1) as r (resource)
        join queue_resource q on q.name = r.resource
        cross join lateral (
          select job_id, row_number() over (order by priority desc, rank, arrival) as place from queue_job
          where resource = r.resource and phase = 'Waiting' order by priority desc, rank, arrival limit 1000) j
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
        var arrived = newcomers.TakeAt(resources);
        try
        {
            // Places first: whoever is counted here is seen by the pick as well, so nobody is told to wait who only came between the two.
            var places = await ReadPlacesAsync(connection, arrived, cancellation);
            var picked = await PickAsync(connection, resources, cancellation);
            var appended = await AppendAsync(connection, transaction, picked, cancellation);
            var leftOut = picked.Where(job => !appended.Streams.Contains(job.StreamKey)).ToList();
            if (leftOut.Count > 0)
            {
                await ExecuteAsync(connection, MarkAgain, leftOut.Select(job => job.Resource).ToArray(), cancellation);
            }

            await transaction.CommitAsync(cancellation);
            appended.Result?.Committed();
            var released = picked.Where(job => appended.Streams.Contains(job.StreamKey)).ToList();
            SendGoAheads(released, arrived.Where(job => job.Advice is not null).ToDictionary(job => job.JobId, job => job.Advice));
            var later = leftOut.Select(job => job.JobId).ToHashSet(StringComparer.Ordinal);
            arrived.RemoveAll(job => appended.Streams.Contains(JobId.StreamKey(job.JobId)));
            SendPlaces(arrived, places, later, released.CountBy(job => job.Resource).ToDictionary(StringComparer.Ordinal));
            return (marks.Count, released.Count, leftOut.Count);
        }
        catch
        {
            arrived.ForEach(newcomers.Add);
            throw;
        }
    }

    private void SendGoAheads(List<PickedJob> released, Dictionary<string, Advice?> advices)
    {
        var statusSeconds = (int)Math.Ceiling(timing.StatusEvery.TotalSeconds);
        foreach (var job in released)
        {
            post.Post(job.Agent, new GoAhead(
                job.Request, job.JobId, job.Attempt + 1, job.Address, job.Mechanism, statusSeconds, job.Key, job.TellPrinter,
                job.ResendAfter,
                advices.GetValueOrDefault(job.JobId)));
        }
    }

    private async Task<Dictionary<string, Place>> ReadPlacesAsync(
        NpgsqlConnection connection, List<Newcomer> waiting, CancellationToken cancellation)
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        if (waiting.Count == 0)
        {
            return places;
        }

        await using var command = new NpgsqlCommand(Places, connection);
        command.Parameters.Add(new() { Value = waiting.Select(job => job.Resource).Distinct(StringComparer.Ordinal).ToArray() });
        command.Parameters.Add(new() { Value = waiting.ConvertAll(job => job.JobId) });
        command.Parameters.Add(new() { Value = clock.GetUtcNow().UtcDateTime });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            places[reader.GetString(0)] = new Place(reader.GetInt32(1), reader.GetString(2), reader.GetInt32(3));
        }

        return places;
    }

    /// <summary>Those released in this round stood before the ones that wait.</summary>
    private void SendPlaces(
        List<Newcomer> waiting, Dictionary<string, Place> places, HashSet<string> later, Dictionary<string, int> released)
    {
        foreach (var job in waiting)
        {
            if (later.Contains(job.JobId) || !places.TryGetValue(job.JobId, out var place))
            {
                TellLater(job);
                continue;
            }

            var number = Math.Max(1, place.Number - released.GetValueOrDefault(job.Resource));
            post.Post(job.Agent, new Ticket(
                job.Request, job.Key, job.JobId, JobStates.Waiting, number, place.Why,
                speeds.SecondsUntil(job.Resource, number, place.Slots),
                job.TellPrinter ? job.Resource : null, job.Advice));
        }
    }

    /// <summary>
    /// The round did not see the job in its queue: it was noted a moment before its events became visible, and the round they wake will see
    /// it. One that is still not seen stands beyond the places that are counted, or has gone on.
    /// </summary>
    private void TellLater(Newcomer job)
    {
        if (job.Missed < 3)
        {
            newcomers.Add(job with { Missed = job.Missed + 1 });
        }
        else
        {
            post.Post(job.Agent, new Ticket(
                job.Request, job.Key, job.JobId, JobStates.Waiting, Printer: job.TellPrinter ? job.Resource : null, Advice: job.Advice));
        }
    }

    private async Task<List<PickedJob>> PickAsync(NpgsqlConnection connection, string[] resources, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await using var command = new NpgsqlCommand(witness is null ? FirstJobs : WitnessedJobs, connection);
        command.Parameters.Add(new() { Value = resources });
        command.Parameters.Add(new() { Value = now.UtcDateTime });
        command.Parameters.Add(new() { Value = LookBehind });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var picked = new List<PickedJob>();
        var snapshot = "";
        var queue = new List<(PickedJob Job, Candidate Candidate)>();
        var room = new Room(0, 0, 0);
        while (await reader.ReadAsync(cancellation))
        {
            var job = new PickedJob(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetInt64(5),
                reader.GetString(6), reader.GetString(7), reader.GetString(8), reader.GetText(14),
                reader.GetInt(15));
            if (queue.Count > 0 && queue[0].Job.Resource != job.Resource)
            {
                TakeTurns(queue, room, picked, now);
            }

            queue.Add((job, new Candidate(reader.GetInt64(9), new DateTimeOffset(reader.GetDateTime(10)))));
            room = new Room(reader.GetInt32(11), reader.GetInt64(12), reader.GetInt32(13));
            snapshot = witness is null ? snapshot : reader.GetString(16);
        }

        TakeTurns(queue, room, picked, now);
        witness?.Saw(new DispatchRound(snapshot, now, picked.ConvertAll(job => new Turn(job.StreamKey, job.Version, job.Resource))));
        return picked;
    }

    private void TakeTurns(List<(PickedJob Job, Candidate Candidate)> queue, Room room, List<PickedJob> picked, DateTimeOffset now)
    {
        var places = SlotRules.Pick(queue.ConvertAll(entry => entry.Candidate), room, now, timing.OvertakeFor);
        picked.AddRange(places.Select(place => queue[place].Job));
        queue.Clear();
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

    private static async Task<List<string>> ReadNamesAsync(
        NpgsqlConnection connection, string sql, object parameter, CancellationToken cancellation)
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

    private sealed record Place(int Number, string Why, int Slots);

    private sealed record PickedJob(
        string JobId, long Version, int Attempt, string Agent, string Key, long Request, string Address, string Mechanism, string Resource,
        string? TellPrinter, int? ResendAfter)
    {
        public string StreamKey { get; } = Jobs.JobId.StreamKey(JobId);
    }
}
