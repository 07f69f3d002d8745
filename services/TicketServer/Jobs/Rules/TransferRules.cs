using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using static TicketFlow.TicketServer.Jobs.Decision;

namespace TicketFlow.TicketServer.Jobs.Rules;

/// <summary>
/// From description to completion: what the agent's reports do. Pure and total; the same message twice records nothing. Which messages
/// reach a rule in which state is the state machine's business; the rules guard themselves by attempt.
/// </summary>
public static class TransferRules
{
    /// <summary>Description of a job opened before it was spooled (3-6 to 3-8).</summary>
    public static Decision Describe(JobState job, JobDescription description) => job.Phase == JobPhase.Opened
        ? Record(JobDescriptions.Of(description))
        : Reply(JobNotices.TicketOf(job));

    /// <summary>The go-ahead has arrived but the transfer takes its time to start.</summary>
    public static Decision Confirm(JobState job, GoAheadReceipt receipt, DecisionContext context) => receipt.Attempt != job.Attempt
        ? Nothing
        : Record(new GoAheadConfirmed(job.Attempt, context.Now + context.Timing.StartWithin));

    /// <summary>The transfer runs (6-4, 6-6). In a held job it counts only when the job is held because its agent was silent.</summary>
    public static Decision Start(JobState job, StartReport report, DecisionContext context) =>
        !job.IsOpenAttempt(report.Attempt) || job.Started || job.HoldReason is HoldReasons.User or HoldReasons.Operator
            ? Nothing
            : new Decision(Started(job, report.Attempt, context));

    /// <summary>
    /// The transfer could not start (6-9, 6-11): wait and try again, or give up. The resource is checked, unless it is not to blame. In a
    /// held job it counts when the job is held because its agent was silent: it is heard again.
    /// </summary>
    public static Decision StartFailed(JobState job, StartFailure failure, DecisionContext context)
    {
        if (failure.Attempt != job.Attempt || !job.IsOpenAttempt(failure.Attempt)
            || job.HoldReason is HoldReasons.User or HoldReasons.Operator)
        {
            return Nothing;
        }

        var agentsFault = failure.Code is TransferErrors.SpoolGone or TransferErrors.MechanismUnknown or TransferErrors.AddressInvalid
            or TransferErrors.MechanismFaulty or TransferErrors.Internal or TransferErrors.DiskFull or TransferErrors.DiskFailed
            or TransferErrors.Rejected;
        var hopeless = failure.Code is TransferErrors.SpoolGone or TransferErrors.MechanismUnknown or TransferErrors.AddressInvalid
            or TransferErrors.Rejected;

        // A printer that is merely busy will be free one day.
        var lastTry = failure.Code is not TransferErrors.Occupied && job.StartFailures + 1 >= context.Timing.StartFailureLimit;
        DateTimeOffset? retryAt = hopeless || lastTry ? null : context.Now + context.Timing.RetryAfter;
        DateTimeOffset? blockUntil = agentsFault ? null : context.Now + context.Timing.BlockAfterFailure;
        return Record(new TransferStartFailed(failure.Attempt, failure.Code!, failure.Text, failure.Tries, retryAt, blockUntil));
    }

    /// <summary>All bytes are at the printer (6-12). Taken from any open attempt: the agent is the only sender.</summary>
    public static Decision Complete(JobState job, CompletionReport report, DecisionContext context) => !job.IsOpenAttempt(report.Attempt)
        ? Nothing
        : new Decision(
            [
                .. StartedUnlessKnown(job, report.Attempt, context),
                new TransferCompleted(report.Attempt, report.BytesSent, report.Grade!, report.Milliseconds),
            ]);

    /// <summary>The transfer broke with bytes at the printer (6-15, 6-17).</summary>
    public static Decision Fail(JobState job, TransferFailure failure, DecisionContext context) => !job.IsOpenAttempt(failure.Attempt)
        ? Nothing
        : new Decision(
        [
            .. StartedUnlessKnown(job, failure.Attempt, context),
            new TransferFailed(
                failure.Attempt, failure.BytesSent, failure.Code!, failure.Text, context.Now + context.Timing.BlockAfterFailure),
        ]);

    /// <summary>The agent died in mid-transfer (design D8).</summary>
    public static Decision Interrupt(JobState job, InterruptionReport report) => !job.IsOpenAttempt(report.Attempt)
        ? Nothing
        : Record(new TransferInterrupted(report.Attempt, report.BytesSent));

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
