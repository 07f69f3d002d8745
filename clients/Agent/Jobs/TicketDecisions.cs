using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>What the server's word about a job's state does (patent steps 3-5 and 3-8).</summary>
internal static class TicketDecisions
{
    public static Decision Decide(JobState job, Ticket ticket, DateTimeOffset now)
    {
        if (job.MustLearnIdToCancel)
        {
            return Decision.Of(new TicketReceived(ticket.JobId)).Then(new Say(MessageTypes.CancelRequest));
        }

        if (ticket.State is JobStates.Waiting or JobStates.Held && job is { IsEnded: true, ResendWanted: true, DocumentKept: true })
        {
            return Open(job, ticket, [new JobQueued()]);
        }

        if (job.IsEnded || job.Phase is JobPhase.Starting or JobPhase.Sending)
        {
            return Decision.Nothing;
        }

        var events = new List<JobEvent>();
        if (job.JobId is null)
        {
            events.Add(new TicketReceived(ticket.JobId));
        }

        if (EndedAtServer(job, ticket, now) is { } ended)
        {
            events.AddRange(ended);
            var kept = ended[0] is TransferFailed { Kept: true } or JobInterrupted { Kept: true };
            return new Decision(events, kept ? [] : [new DropDocument()]);
        }

        return Open(job, ticket, events);
    }

    private static Decision Open(JobState job, Ticket ticket, List<JobEvent> events)
    {
        var described = ticket.State != JobStates.Opened;
        var queued = job.Phase is JobPhase.Accepted && described
            || job.Phase is JobPhase.StartFailed && ticket.State is JobStates.Waiting or JobStates.Held;
        if (queued)
        {
            events.Add(new JobQueued());
        }

        if (ticket.Printer is { } printer && printer != job.Printer)
        {
            events.Add(new PrinterChanged(printer));
        }

        var more = ticket.State is JobStates.Held or JobStates.Removing or JobStates.Suspect ? ticket.State : null;
        var place = new PlaceChanged(ticket.Position, ticket.Why, ticket.StartsInSeconds, more);
        if (place != new PlaceChanged(job.Position, job.Why, job.StartsInSeconds, job.ServerState))
        {
            events.Add(place);
        }

        // The id came and the document is here by now, so describe it; a further such ticket leaves that to the repeated question.
        var describe = job is { Phase: JobPhase.Accepted, JobId: null } && !described;
        return new Decision(events, describe ? [new Ask()] : []);
    }

    private static JobEvent[]? EndedAtServer(JobState job, Ticket ticket, DateTimeOffset now) => ticket.State switch
    {
        JobStates.Cancelled => [new JobCancelled("cancelled", now, ServerKnows: true)],
        JobStates.Refused => [new JobRefused("refused", "The server refused the job.", now)],
        JobStates.Failed => [GivenUp(job, now), new ReportDelivered()],

        // Only a journal older than the print itself can lead here: never print again by itself.
        JobStates.Interrupted => [new JobInterrupted(now, Kept: job.HasDocument), new ReportDelivered()],
        JobStates.Completed => [new JobInterrupted(now), new ReportDelivered()],
        _ => null,
    };

    private static TransferFailed GivenUp(JobState job, DateTimeOffset now) =>
        new(0, job.Code ?? "failed", job.Text ?? "The server gave the job up.", now, Kept: job.HasDocument);
}
