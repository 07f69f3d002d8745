using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>
/// The fences: only the newest attempt is obeyed, and what may have left is sent again only by a choice that was made after it left.
/// </summary>
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
        JobPhase.Accepted or JobPhase.Waiting or JobPhase.StartFailed => job.SentUnder == 0 || IsChosen(job, goAhead)
            ? Start(job, ticket, goAhead)

            // It was issued before the choice, and comes late: the one that follows from the choice is on its way.
            : With(ticket, new AttemptAdopted(goAhead.Attempt)),
        JobPhase.Interrupted or JobPhase.Failed when IsChosen(job, goAhead) => job.DocumentKept
            ? Start(job, ticket, goAhead)
            : With(ticket, new AttemptAdopted(goAhead.Attempt)).Then(new Say(MessageTypes.StartFailure)),
        JobPhase.Starting => With(ticket, new AttemptAdopted(goAhead.Attempt)),
        JobPhase.Sending or JobPhase.Completed or JobPhase.Failed or JobPhase.Interrupted =>
            With(ticket, new AttemptAdopted(goAhead.Attempt)).Then(new Say(JobDecider.ReportOf(job)!)),

        JobPhase.Cancelled when !job.Reported =>
            With(ticket, new AttemptAdopted(goAhead.Attempt)).Then(new Say(MessageTypes.CancelRequest)),

        // Opening, refused, cancelled: there is no document to send.
        _ => With(ticket, new AttemptAdopted(goAhead.Attempt)).Then(new Say(MessageTypes.StartFailure)),
    };

    /// <summary>
    /// Whether somebody chose, after the bytes had left, that the job is printed again. A mark is spent by the attempt that sends.
    /// </summary>
    private static bool IsChosen(JobState job, GoAhead goAhead) => goAhead.Resend is { } after && after >= job.SentUnder;

    private static Decision Start(JobState job, TicketReceived? ticket, GoAhead goAhead)
    {
        var moved = goAhead.Printer is { } printer && printer != job.Printer ? new PrinterChanged(printer) : null;
        var taken = new GoAheadTaken(goAhead.Attempt, goAhead.Address, goAhead.Mechanism, goAhead.StatusSeconds);
        return new Decision([.. new JobEvent?[] { ticket, moved, taken }.OfType<JobEvent>()], [new StartTransfer()]);
    }

    private static Decision With(TicketReceived? ticket, JobEvent happened) =>
        ticket is null ? Decision.Of(happened) : Decision.Of(ticket, happened);
}
