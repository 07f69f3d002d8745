using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Model;

/// <summary>Looks at the queue's rows, and compares them with the folds of their streams.</summary>
internal sealed class RowChecks(ModelServer server)
{
    /// <summary>The jobs that have not ended: those with a row, and those that the server has never heard of.</summary>
    public async Task<IReadOnlyList<string>> OpenAsync(IReadOnlyList<ModelJob> jobs)
    {
        const string sql = """
            select j.id || ' ' || coalesce(q.phase || ' on ' || q.resource || ' attempt ' || q.attempt || ' ' || coalesce(q.deadline_kind, '-'), 'unknown')
            from unnest($1) as j (id)
            left join ticketflow.queue_job q on q.job_id = j.id
            where q.job_id is not null or not exists (select from ticketflow.mt_streams s where s.id = 'job-' || j.id)
            """;
        return await ReadAsync(sql, jobs, reader => reader.GetString(0));
    }

    /// <summary>The jobs whose completion the broker has, and the server has not taken in (yet).</summary>
    public async Task<IReadOnlyList<string>> UnheardAsync(IReadOnlyList<ModelJob> jobs)
    {
        const string sql = """
            select stream_id || ' is sent, and the server has not heard' from ticketflow.mt_events where stream_id = any($1)
            group by stream_id having not bool_or(type in ('transfer_completed', 'job_cancelled'))
            """;
        await using var command = server.Store.DataSource.CreateCommand(sql);
        command.Parameters.Add(new()
        {
            Value = jobs.Where(job => job is { Held: HeldAs.Sent, Reported: true }).Select(job => JobId.StreamKey(job.JobId)).ToArray(),
        });
        return await ReadAsync(command, reader => reader.GetString(0));
    }

    /// <summary>The held ones.</summary>
    public async Task<IReadOnlyList<ModelJob>> HeldAsync(IReadOnlyList<ModelJob> jobs)
    {
        const string sql = "select job_id from ticketflow.queue_job where phase = 'Held' and job_id = any($1)";
        var held = await ReadAsync(sql, jobs, reader => reader.GetString(0));
        return [.. jobs.Where(job => held.Contains(job.JobId))];
    }

    /// <summary>Each row must say what the fold of its stream, up to the row's version, says.</summary>
    public async Task<IReadOnlyList<string>> AgreeAsync(IReadOnlyList<ModelJob> jobs)
    {
        const string sql = """
            select job_id, version, phase, attempt, active, resource, priority, rank from ticketflow.queue_job where job_id = any($1)
            """;
        var rows = await ReadAsync(sql, jobs, reader => new Row(
            reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetInt32(3), reader.GetBoolean(4), reader.GetString(5),
            reader.GetInt32(6), reader.GetInt64(7)));
        var violations = new List<string>();
        foreach (var row in rows)
        {
            var events = await server.Store.LightweightSession().Events.FetchStreamAsync(JobId.StreamKey(row.JobId), version: row.Version);
            if (row != Expected(row.JobId, events))
            {
                violations.Add($"row {row} but fold {Expected(row.JobId, events)}");
            }
        }

        return violations;
    }

    private static Row? Expected(string jobId, IReadOnlyList<IEvent> events)
    {
        var (state, place) = ((JobState?)null, new Place(jobId));
        foreach (var e in events)
        {
            state = JobFold.Evolve(state, (JobEvent)e.Data);
            place.Take(e);
        }

        return state is null or { IsEnded: true }
            ? null
            : new Row(jobId, events[^1].Version, state.Phase.ToString(), state.Attempt, place.Active, state.Resource!, place.Priority,
                place.Rank);
    }

    private async Task<List<T>> ReadAsync<T>(string sql, IReadOnlyList<ModelJob> jobs, Func<NpgsqlDataReader, T> read)
    {
        await using var command = server.Store.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = jobs.Select(job => job.JobId).ToArray() });
        return await ReadAsync(command, read);
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read)
    {
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private sealed record Row(
        string JobId, long Version, string Phase, int Attempt, bool Active, string Resource, int Priority, long Rank);
}
