using TicketFlow.Messaging.Wire;
using static TicketFlow.TicketServer.Jobs.Decision;

namespace TicketFlow.TicketServer.Jobs.Rules;

/// <summary>
/// Cancelling (patent fig. 4), interrupting (fig. 5) and stopping a transfer in order to move it. A job that its agent may be sending is
/// "being removed" until the agent has confirmed: only then is it known what left.
/// </summary>
public static class RemovalRules
{
    /// <summary>The user (4-1) or an operator (5-1) wants the job gone.</summary>
    public static Decision Remove(JobState job, string code, DecisionContext context) => job.Phase switch
    {
        JobPhase.Opened or JobPhase.Waiting or JobPhase.Held => Record(new JobCancelled(code)),
        JobPhase.Removing when job.MoveTo is null => Nothing,
        _ => Record(new RemovalOrdered(code, null, context.Now + context.Timing.StopWithin)),
    };

    /// <summary>The agent has stopped (5-4 to 5-6): the job is gone, or stands in the other queue.</summary>
    public static Decision Stopped(JobState job, long bytesSent) => Record(End(job, bytesSent));

    /// <summary>
    /// The transfer ended before it could be stopped; as good as stopped. A late copy of an older attempt's report says nothing about it.
    /// </summary>
    public static Decision Ended(JobState job, int attempt, long bytesSent) =>
        job.IsOpenAttempt(attempt) ? Stopped(job, bytesSent) : Nothing;

    /// <summary>
    /// The agent does not confirm: told again, and in the end taken as stopped. A move without its word would risk printing twice.
    /// </summary>
    public static Decision Overdue(JobState job, DeadlineExpired deadline, DecisionContext context) =>
        job.Reminders < context.Timing.StopReminders
            ? Record(new RemovalReminded(job.Reminders + 1, context.Now + context.Timing.StopWithin))
            : job.MoveTo is null
                ? Record(new JobCancelled(job.RemovalCode!, deadline.BytesSent, Unconfirmed: true))
                : Record(new TransferInterrupted(job.Attempt, deadline.BytesSent, SilenceRules.AgentSilent));

    private static JobEvent End(JobState job, long bytesSent) => job.MoveTo is { } to
        ? new JobMoved(job.Resource!, to, bytesSent, job.Attempt)
        : new JobCancelled(job.RemovalCode!, bytesSent);
}
