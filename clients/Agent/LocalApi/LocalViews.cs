using TicketFlow.Agent.Jobs;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.LocalApi;

/// <summary>Jobs as their users see them.</summary>
internal static class LocalViews
{
    public static LocalJob Of(JobEntry entry)
    {
        var job = entry.State;
        return new LocalJob(
            job.Key, job.JobId, StateOf(job), job.Printer, job.Title, job.User, job.Bytes,
            job.Phase is JobPhase.Sending ? entry.BytesSent : job.BytesSent,
            job.Attempt, job.Position, job.Why, job.Code, TextOf(job), job.AcceptedAt, job.EndedAt, job.IsEnded,
            job.StartsInSeconds, job.Question, job.Alternatives, job.Fetch, job.DocumentKept ? true : null, job.Advice,
            Of(job.Document));
    }

    public static LocalHistory Of(JobHistory history)
    {
        var events = new List<LocalEvent>(history.Events.Count);
        DateTimeOffset? before = null;
        foreach (var entry in history.Events)
        {
            events.Add(new LocalEvent(entry.At, entry.Type, entry.Actor, entry.Text, (entry.At - before)?.TotalMilliseconds));
            before = entry.At;
        }

        return new LocalHistory(history.JobId, history.State, events);
    }

    public static LocalPrinters Of(PrinterList printers) => new(
    [
        .. printers.Printers.Select(p => new LocalPrinter(p.Name, p.State, p.Waiting, p.Active, p.Location, p.StartsInSeconds, p.Text)),
    ]);

    private static LocalDocument? Of(DocumentFacts? facts) => facts is { } f
        ? new LocalDocument(f.Format, f.Pages, f.Copies, f.Colour, f.Sides, f.Sheets(), f.Paper)
        : null;

    private static string? TextOf(JobState job) => job.Text ?? (job.Phase is JobPhase.Cancelled ? StopTexts.Of(job.Code) : null);

    private static string StateOf(JobState job) => job.Phase switch
    {
        _ when !job.IsEnded && (job.StopCode ?? job.CancelCode) is not null => JobStates.Removing,
        JobPhase.Opening => job.JobId is null ? "accepted" : JobStates.Opened,
        JobPhase.Accepted => "accepted",
        JobPhase.Waiting or JobPhase.StartFailed => job.ServerState ?? JobStates.Waiting,
        JobPhase.Starting => JobStates.Released,
        JobPhase.Sending => JobStates.Printing,
        JobPhase.Completed => JobStates.Completed,
        JobPhase.Failed => JobStates.Failed,
        JobPhase.Interrupted => JobStates.Interrupted,
        JobPhase.Refused => JobStates.Refused,
        _ => JobStates.Cancelled,
    };
}
