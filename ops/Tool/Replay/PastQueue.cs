using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Replay;

/// <summary>A job in a past queue.</summary>
/// <param name="Place">1 = next; 0 = not waiting.</param>
/// <param name="Why">Why it did not go, in words.</param>
internal sealed record PastEntry(
    string Job, string State, int Place, int Priority, string User, string Title, long Bytes, string Agent, int Attempt,
    DateTimeOffset Since, string Why);

/// <summary>A printer's queue at a moment.</summary>
/// <param name="Holder">Who had it, when one user at a time has it; null: nobody.</param>
internal sealed record PastQueue(
    string Printer, DateTimeOffset At, string Printing, IReadOnlyList<PastEntry> Jobs, PastHolder? Holder = null)
{
    private const string Candidates = """
        select s.id from ticketflow.mt_streams s where s.created <= $1 and (
            starts_with(s.id, 'resource-')
            or (starts_with(s.id, 'job-') and (s.timestamp > $1 or exists (select 1 from ticketflow.queue_job q where 'job-' || q.job_id = s.id))))
        """;

    private const string Query = """
        select j.job_id, j.phase, j.priority, j.user_name, coalesce(j.title, ''), j.bytes, j.agent, j.attempt, j.enqueued_at, j.active,
            j.hold_reason, j.not_before,
            case when j.phase = 'Waiting' then row_number() over (partition by j.phase = 'Waiting' order by j.priority desc, j.rank, j.job_id) else 0 end
        from pg_temp.queue_job j where j.resource = $1
        order by j.phase = 'Waiting', j.priority desc, j.rank, j.job_id
        """;

    private const string Resource = """
        select enabled, paused, accepting, health, health_text, blocked_until, max_jobs,
            (select count(*) from pg_temp.queue_job j where j.resource = r.name and j.active),
            r.longest_lease is not null, l.domain_name || '\' || l.user_name, l.agent, l.since, l.until
        from pg_temp.queue_resource r left join pg_temp.queue_lease l on l.resource = r.name where name = $1
        """;

    /// <summary>The queue as the events up to the moment make it.</summary>
    /// <exception cref="OperationException">The printer did not exist then.</exception>
    public static async Task<PastQueue> ReadAsync(
        DocumentStore store, string printer, DateTimeOffset moment, CancellationToken cancellation)
    {
        await using var scratch = await Scratch.OpenAsync(store, cancellation);
        var streams = await StreamsAsync(scratch.Connection, moment, cancellation);
        await ReplayBar.RunAsync($"queue at {moment:u}", progress => scratch.FillAsync(
            KnownProjection.Of("queue").Replay(store), new ReplayRange(Until: moment, Streams: streams), progress, cancellation));
        var state = await StateAsync(scratch.Connection, printer, moment, cancellation)
            ?? throw new OperationException(
                ExitCodes.NotFound,
                $"There was no printer '{printer}' at {moment:u}. Its stream, if there is one: {ResourceEventTypes.StreamKey(printer)}.");
        var jobs = await JobsAsync(scratch.Connection, printer, moment, state, cancellation);
        return new(printer, moment, state.Sentence, jobs, state.Holder);
    }

    private static async Task<List<string>> StreamsAsync(NpgsqlConnection connection, DateTimeOffset moment, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Candidates, connection);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = moment.ToUniversalTime() });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var streams = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            streams.Add(reader.GetString(0));
        }

        return streams;
    }

    private static async Task<PastPrinter?> StateAsync(
        NpgsqlConnection connection, string printer, DateTimeOffset moment, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Resource, connection);
        command.Parameters.Add(new() { Value = printer });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        return PrinterOf(reader, moment);
    }

    private static PastPrinter PrinterOf(NpgsqlDataReader row, DateTimeOffset moment)
    {
        var blocked = row.GetMoment(5);
        return new(
            row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2), row.GetString(3), row.GetText(4),
            blocked > moment ? blocked : null, row.GetInt32(6), row.GetInt64(7))
        {
            Exclusive = row.GetBoolean(8),
            Holder = row.GetText(9) is { } user
                ? new PastHolder(user, row.GetString(10), row.GetMoment(11)!.Value, row.GetMoment(12)!.Value)
                : null,
        };
    }

    private static async Task<IReadOnlyList<PastEntry>> JobsAsync(
        NpgsqlConnection connection, string printer, DateTimeOffset moment, PastPrinter state, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Query, connection);
        command.Parameters.Add(new() { Value = printer, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var jobs = new List<PastEntry>();
        while (await reader.ReadAsync(cancellation))
        {
            jobs.Add(EntryOf(reader, moment, state));
        }

        return jobs;
    }

    private static PastEntry EntryOf(NpgsqlDataReader row, DateTimeOffset moment, PastPrinter state)
    {
        var (phase, place) = (row.GetString(1), (int)row.GetInt64(12));
        var hold = row.GetText(10);
        var notBefore = row.GetMoment(11);
        return new(
            row.GetString(0), phase.ToLowerInvariant(), place, row.GetInt32(2), row.GetString(3), row.GetString(4), row.GetInt64(5),
            row.GetString(6), row.GetInt32(7), row.GetFieldValue<DateTimeOffset>(8),
            WhyWaiting.Tell(phase, place, hold, notBefore > moment ? notBefore : null, state));
    }
}
