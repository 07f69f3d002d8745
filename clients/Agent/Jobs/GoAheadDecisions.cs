using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>The fence: only the newest attempt is obeyed, and a job on its way is never sent a second time.</summary>
internal static class GoAheadDecisions
{
    public static Decision Decide(JobState job, GoAhead goAhead)
    {
        if (goAhead.Attempt < job.Attempt)
        {
            return Decision.Nothing;
        }

        var ticket = job.JobId is null ? new TicketReceived(goAhead.JobId) : null;
        return goAhead.Attempt == job.Attempt ? Repeat(job) : Newer(job, goAhead, ticket);
    }

    /// <summary>The server asks again because it missed our word: it gets it again.</summary>
    private static Decision Repeat(JobState job) =>
        JobDecider.ReportOf(job) is { } report && job.Attempt > 0 && job.Phase is not JobPhase.Cancelled
            ? Decision.Only(new Say(report))
            : Decision.Nothing;

    private static Decision Newer(JobState job, GoAhead goAhead, TicketReceived? ticket) => job.Phase switch
    {
        // The user does not want it any more; the server is told again, because it cannot have heard it.
        JobPhase.Waiting or JobPhase.StartFailed when job.CancelCode is not null =>
            With(ticket, new AttemptAdopted(goAhead.Attempt)).Then(new Say(MessageTypes.CancelRequest)),
        JobPhase.Accepted or JobPhase.Waiting or JobPhase.StartFailed => Start(ticket, goAhead),
        JobPhase.Interrupted or JobPhase.Failed when job is { ResendWanted: true, DocumentKept: true } => Start(ticket, goAhead),
        JobPhase.Starting => With(ticket, new AttemptAdopted(goAhead.Attempt)),
        JobPhase.Sending or JobPhase.Completed or JobPhase.Failed or JobPhase.Interrupted =>
            With(ticket, new AttemptAdopted(goAhead.Attempt)).Then(new Say(JobDecider.ReportOf(job)!)),

        JobPhase.Cancelled when !job.Reported =>
            With(ticket, new AttemptAdopted(goAhead.Attempt)).Then(new Say(MessageTypes.CancelRequest)),

        // Opening, refused, cancelled: there is no document to send.
        _ => With(ticket, new AttemptAdopted(goAhead.Attempt)).Then(new Say(MessageTypes.StartFailure)),
    };

    private static Decision Start(TicketReceived? ticket, GoAhead goAhead) => With(
        ticket, new GoAheadTaken(goAhead.Attempt, goAhead.Address, goAhead.Mechanism, goAhead.StatusSeconds)).Then(new StartTransfer());

    private static Decision With(TicketReceived? ticket, JobEvent happened) =>
        ticket is null ? Decision.Of(happened) : Decision.Of(ticket, happened);
}
