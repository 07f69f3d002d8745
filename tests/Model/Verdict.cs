using System.Globalization;
using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Model;

/// <summary>What must hold once a sequence has settled.</summary>
internal sealed class Verdict(ModelServer server, Sequence sequence)
{
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
            violations.AddRange(Judge(job, [.. events.Select(e => (JobEvent)e.Data)], everythingEnded).Select(v => $"{v}\n{History(job, events)}"));
        }

        foreach (var printer in sequence.Printers)
        {
            log.AddRange(await session.Events.FetchStreamAsync(ResourceEventTypes.StreamKey(printer)));
        }

        log.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        violations.AddRange(QueueReplay.Judge(log).Select(v => $"{v}\n{Story(log)}"));
        return violations;
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

        if (!everythingEnded)
        {
            yield break;
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
        CultureInfo.InvariantCulture, $"{e.Sequence} {e.Timestamp:HH:mm:ss.fff} {e.Data} by {(e.Headers.TryGetValue("actor", out var actor) ? actor : "?")}");
}
