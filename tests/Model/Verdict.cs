using System.Globalization;
using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Model;

/// <summary>What must hold once a sequence has settled.</summary>
internal sealed class Verdict(ModelServer server, Sequence sequence)
{
    /// <summary>Turns that were judged.</summary>
    public int Turns { get; private set; }

    /// <summary>The violations, each with the history it follows from.</summary>
    /// <param name="everythingEnded">Whether the sequence settled at all.</param>
    public async Task<IReadOnlyList<string>> FindAsync(bool everythingEnded)
    {
        var session = server.Store.LightweightSession();
        var log = new List<IEvent>();
        var violations = new List<string>();
        foreach (var job in sequence.Jobs)
        {
            var events = await session.Events.FetchStreamAsync(JobId.StreamKey(job.JobId));
            log.AddRange(events);
            violations.AddRange(
                Judge(job, [.. events.Select(e => (JobEvent)e.Data)], everythingEnded).Select(v => $"{v}\n{History(job, events)}"));
        }

        foreach (var printer in sequence.Printers)
        {
            log.AddRange(await session.Events.FetchStreamAsync(ResourceEventTypes.StreamKey(printer)));
        }

        log.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        var rounds = sequence.Printers.SelectMany(server.Rounds.Take).ToList();
        Turns = rounds.Sum(round => round.Turns.Count);
        var wrongTurns = QueueReplay.Judge(await WithTransactionsAsync(log), rounds, ModelServer.OvertakeFor);
        violations.AddRange(wrongTurns.Select(v => $"{v}\n{Story(log)}"));
        return violations;
    }

    /// <summary>PostgreSQL keeps with each row which transaction wrote it.</summary>
    private async Task<IReadOnlyList<LoggedEvent>> WithTransactionsAsync(List<IEvent> log)
    {
        const string sql = "select seq_id, xmin::text from ticketflow.mt_events where seq_id = any($1)";
        await using var command = server.Store.DataSource.CreateCommand(sql);
        command.Parameters.Add(new() { Value = log.ConvertAll(e => e.Sequence) });
        await using var reader = await command.ExecuteReaderAsync();
        var writers = new Dictionary<long, ulong>();
        while (await reader.ReadAsync())
        {
            writers.Add(reader.GetInt64(0), ulong.Parse(reader.GetString(1), CultureInfo.InvariantCulture));
        }

        return log.ConvertAll(e => new LoggedEvent(e, writers[e.Sequence]));
    }

    private static IEnumerable<string> Judge(ModelJob job, List<JobEvent> events, bool everythingEnded)
    {
        var state = events.Aggregate((JobState?)null, JobFold.Evolve);
        if (everythingEnded && state is not { IsEnded: true })
        {
            yield return $"{job} has no row and yet has not ended: {state?.Phase}";
        }

        if (job.Prints > ModelJob.Allowed(events))
        {
            yield return $"{job} was sent {job.Prints} times; its user allowed {ModelJob.Allowed(events)}";
        }

        if (AskedAgain(events))
        {
            yield return $"{job} got a go-ahead again after its transfer had started, and nobody chose that";
        }

        if (events.Count(e => e is CostSettled) > 1)
        {
            yield return $"{job} was paid for more than once";
        }

        if (!everythingEnded)
        {
            yield break;
        }

        if (state is { IsEnded: true, Cost.IsReserved: true })
        {
            yield return $"{job} has ended as {state.Phase}, and money is still put aside for it";
        }

        if (state?.Phase == JobPhase.Completed && job.Held is not (HeldAs.Sent or HeldAs.Gone))
        {
            yield return $"{job} counts as completed";
        }

        if (job is { Held: HeldAs.Sent, Reported: true } && state?.Phase is not (JobPhase.Completed or JobPhase.Cancelled))
        {
            yield return $"{job} was reported as sent and counts as {state?.Phase}";
        }
    }

    private static bool AskedAgain(List<JobEvent> events)
    {
        var started = false;
        foreach (var e in events)
        {
            if (e is GoAheadIssued && started)
            {
                return true;
            }

            started = e switch { TransferStarted => true, ResendChosen or JobMoved => false, _ => started };
        }

        return false;
    }

    private static string History(ModelJob job, IReadOnlyList<IEvent> events) =>
        string.Join('\n', events.Select(e => $"    {Line(e)}").Prepend($"  {job}"));

    private static string Story(List<IEvent> log) => string.Join('\n', log.Select(e => $"    {e.StreamKey} {Line(e)}"));

    private static string Line(IEvent e) => string.Create(
        CultureInfo.InvariantCulture,
        $"{e.Sequence} {e.Timestamp:HH:mm:ss.fff} {e.Data} by {(e.Headers.TryGetValue("actor", out var actor) ? actor : "?")}");
}
