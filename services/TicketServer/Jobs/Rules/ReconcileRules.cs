using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Messaging.Wire;
using static TicketFlow.TicketServer.Jobs.Decision;

namespace TicketFlow.TicketServer.Jobs.Rules;

/// <summary>
/// An agent is back and says how it has a job. Its journal is the truth about what left it; the server's stream is the truth about what
/// may. The agent's own reports (CP1, TF1, IN1) follow by themselves, so "sent" and "interrupted" need nothing here.
/// </summary>
public static class ReconcileRules
{
    /// <summary>Reason of a job whose agent has no document of it any more.</summary>
    public const string DocumentGone = RefusalCodes.DocumentGone;

    /// <summary>Decides what follows.</summary>
    public static Decision Reconcile(JobState job, HeldJobStated stated, DecisionContext context) => stated.State switch
    {
        HeldStates.Gone => Gone(job, stated),
        HeldStates.Spooled => Spooled(job, stated, context),
        HeldStates.Sending => Sending(job, stated, context),

        // Somebody may have chosen, while the agent was away, that it is printed again.
        HeldStates.Kept when !job.IsEnded => Spooled(job, stated, context),
        _ => Nothing,
    };

    private static Decision Gone(JobState job, HeldJobStated stated) => job.Phase switch
    {
        JobPhase.Opened => Record(new JobCancelled(DocumentGone)),
        JobPhase.Removing => RemovalRules.Stopped(job, stated.BytesSent),
        _ when job.IsEnded => Nothing,

        // Its go-ahead is out: something may have been sent before the document was lost, and a report of that may still be on its way.
        _ when job.IsOpenAttempt(job.Attempt) => Record(new TransferInterrupted(job.Attempt, stated.BytesSent, DocumentGone)),
        _ => Record(new TransferStartFailed(job.Attempt, TransferErrors.SpoolGone, "The agent has no document for this job.", 0, null)),
    };

    private static Decision Spooled(JobState job, HeldJobStated stated, DecisionContext context) => job.Phase switch
    {
        JobPhase.Held when job.HoldReason == HoldReasons.AgentSilent => Record(new JobReleased(HoldReasons.AgentSilent)),
        JobPhase.Opened or JobPhase.Waiting or JobPhase.Held => Reply(JobNotices.TicketOf(job)),
        JobPhase.Removing => Reply(JobNotices.StopOf(job)),
        JobPhase.Cancelled => Reply(JobNotices.StopOf(job)),
        JobPhase.Refused => Reply(JobNotices.RefusalOf(job)),
        _ when job.IsEnded => Reply(JobNotices.TicketOf(job)),

        // It was said before the start was reported and is older news; if the agent lost its journal meanwhile, the silence that follows
        // tells.
        _ when job.Started => Nothing,
        JobPhase.Suspect => Record(new JobReleased(HoldReasons.AgentSilent)),
        _ when stated.Attempt < job.Attempt => Reply(JobNotices.GoAheadOf(job, context.Timing)),

        // It knows this go-ahead and did not start: it was restarted in between.
        _ => Record(new GoAheadExpired(job.Attempt), SilenceRules.Again(job, context)),
    };

    private static Decision Sending(JobState job, HeldJobStated stated, DecisionContext context) => job.Phase switch
    {
        JobPhase.Removing or JobPhase.Cancelled => Reply(JobNotices.StopOf(job)),
        _ when job.IsEnded || !job.IsOpenAttempt(stated.Attempt) => Nothing,
        _ when job.Started && job.Rung > 0 =>
            Record(new AgentHeardAgain(job.Attempt, context.Now + context.Timing.StatusWithin, job.Started)),
        _ when job.Started => Nothing,
        _ => TransferRules.Start(job, new StartReport(0, job.JobId, stated.Attempt), context),
    };
}
