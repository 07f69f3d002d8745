using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Messaging.Wire;
using static TicketFlow.TicketServer.Jobs.Decision;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// What a message does to a job: pure, total, the same message twice records nothing. Which messages reach a rule in which state is the state
/// machine's business (<see cref="JobLifecycleStateMachine"/>); the rules here still guard themselves by attempt.
/// </summary>
public static class JobDecider
{
    /// <summary>Description of a job opened before it was spooled (3-6 to 3-8).</summary>
    public static Decision Describe(JobState job, JobDescription description) => job.Phase == JobPhase.Opened
        ? Record(new JobDescribed(description.Address, description.Pages, description.Bytes!.Value, description.Configuration))
        : Reply(JobNotices.TicketOf(job));

    /// <summary>The go-ahead has arrived but the transfer takes its time to start.</summary>
    public static Decision Confirm(JobState job, GoAheadReceipt receipt, DecisionContext context) => receipt.Attempt != job.Attempt
        ? Nothing
        : Record(new GoAheadConfirmed(job.Attempt, context.Now + context.Timing.StartWithin));

    /// <summary>The transfer runs (6-4, 6-6).</summary>
    public static Decision Start(JobState job, StartReport report, DecisionContext context) => !IsOurs(job, report.Attempt) || job.Started
        ? Nothing
        : new Decision(Started(job, report.Attempt, context));

    /// <summary>The transfer could not start (6-9, 6-11): wait and try again, or give up.</summary>
    public static Decision StartFailed(JobState job, StartFailure failure, DecisionContext context)
    {
        if (failure.Attempt != job.Attempt)
        {
            return Nothing;
        }

        var hopeless = failure.Code is TransferErrors.SpoolGone or TransferErrors.MechanismUnknown or TransferErrors.AddressInvalid;
        var lastTry = job.StartFailures + 1 >= context.Timing.StartFailureLimit;
        DateTimeOffset? retryAt = hopeless || lastTry ? null : context.Now + context.Timing.RetryAfter;
        return Record(new TransferStartFailed(failure.Attempt, failure.Code!, failure.Text, failure.Tries, retryAt));
    }

    /// <summary>All bytes are at the printer (6-12). Taken from any attempt that was ever ours: the agent is the only sender.</summary>
    public static Decision Complete(JobState job, CompletionReport report, DecisionContext context) => !IsOurs(job, report.Attempt)
        ? Nothing
        : new Decision(
            [.. StartedUnlessKnown(job, report.Attempt, context), new TransferCompleted(report.Attempt, report.BytesSent, report.Grade!, report.Milliseconds)]);

    /// <summary>The transfer broke with bytes at the printer (6-15, 6-17).</summary>
    public static Decision Fail(JobState job, TransferFailure failure, DecisionContext context) => !IsOurs(job, failure.Attempt)
        ? Nothing
        : new Decision(
            [.. StartedUnlessKnown(job, failure.Attempt, context), new TransferFailed(failure.Attempt, failure.BytesSent, failure.Code!, failure.Text)]);

    /// <summary>The agent died in mid-transfer (design D8).</summary>
    public static Decision Interrupt(JobState job, InterruptionReport report) => !IsOurs(job, report.Attempt)
        ? Nothing
        : Record(new TransferInterrupted(report.Attempt, report.BytesSent));

    /// <summary>The user takes the job back (4-1 to 4-4).</summary>
    public static Decision Cancel(JobState job) => Record(new JobCancelled("cancelled-by-user"));

    /// <summary>A deadline has passed (M-12). It names what it was armed for, so a late one changes nothing.</summary>
    public static Decision Expire(JobState job, DeadlineExpired deadline, DecisionContext context)
    {
        if (deadline.Attempt != job.Attempt)
        {
            return Nothing;
        }

        return (job.Phase, deadline.Kind) switch
        {
            (JobPhase.Opened, DeadlineKinds.Describe) => Record(new JobCancelled("never-described")),
            (JobPhase.Released, DeadlineKinds.Confirm) => Unanswered(job, context),
            (JobPhase.Starting, DeadlineKinds.Start) => Record(new JobSuspected(job.Attempt, "transfer-not-started", deadline.LastSeen)),
            (JobPhase.Printing, DeadlineKinds.Status) => Record(new JobSuspected(job.Attempt, "status-missing", deadline.LastSeen)),
            (JobPhase.Suspect, DeadlineKinds.Heard) => Record(new AgentHeardAgain(job.Attempt, context.Now + context.Timing.StatusWithin)),
            _ => Nothing,
        };
    }

    private static Decision Unanswered(JobState job, DecisionContext context) => job.Unanswered + 1 >= context.Timing.UnansweredLimit
        ? Record(new GoAheadExpired(job.Attempt), new JobSuspected(job.Attempt, "go-ahead-unanswered", null))
        : Record(
            new GoAheadExpired(job.Attempt),
            new GoAheadIssued(job.Attempt + 1, job.Address!, job.Mechanism!, context.Now + context.Timing.ConfirmWithin));

    private static bool IsOurs(JobState job, int attempt) => attempt >= 1 && attempt <= job.Attempt;

    private static IReadOnlyList<JobEvent> StartedUnlessKnown(JobState job, int attempt, DecisionContext context) =>
        job.Started ? [] : Started(job, attempt, context);

    private static IReadOnlyList<JobEvent> Started(JobState job, int attempt, DecisionContext context)
    {
        var started = new TransferStarted(attempt, context.Now + context.Timing.StatusWithin);
        return job.Phase == JobPhase.Released
            ? [new GoAheadConfirmed(attempt, context.Now + context.Timing.StartWithin), started]
            : [started];
    }
}
