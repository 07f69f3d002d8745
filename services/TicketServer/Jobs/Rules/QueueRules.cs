using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.TicketServer.Access;
using static TicketFlow.TicketServer.Jobs.Decision;

namespace TicketFlow.TicketServer.Jobs.Rules;

/// <summary>What users and operators do to jobs in a queue: hold, release, re-order, wait, move, send again.</summary>
public static class QueueRules
{
    /// <summary>The user holds the own job, or releases it again; what an operator holds, an operator releases.</summary>
    public static Decision Hold(JobState job, HoldRequest request) => (job.Phase, request.Hold) switch
    {
        (JobPhase.Waiting, true) => Record(new JobHeld(HoldReasons.User)),
        (JobPhase.Held, false) when job.HoldReason != HoldReasons.Operator => Record(new JobReleased(job.HoldReason!)),
        (JobPhase.Held, false) => Reply(TooLate(job, request.Sequence, "An operator holds this job. Ask the helpdesk to release it.")),
        (JobPhase.Waiting or JobPhase.Held, _) => Reply(JobNotices.TicketOf(job)),
        _ => Reply(TooLate(job, request.Sequence, "The job is no longer waiting, so it cannot be held or released.")),
    };

    /// <summary>The user lets all others go first.</summary>
    public static Decision Yield(JobState job, YieldRequest request, DecisionContext context) => IsInQueue(job)
        ? Record(new JobReordered(Rank(context.Now)))
        : Reply(TooLate(job, request.Sequence, "The job is no longer waiting."));

    /// <summary>The user waits for the stopped printer (7-11).</summary>
    public static Decision Wait(JobState job) => IsInQueue(job) ? Record(new WaitChosen(job.Resource!)) : Nothing;

    /// <summary>The user wants an interrupted or failed job again (design D8: an explicit choice, never the system's).</summary>
    public static Decision Resend(JobState job, ResendRequest request) => job.Phase switch
    {
        JobPhase.Interrupted or JobPhase.Failed => Record(ResendChosen.For(job)),
        JobPhase.Waiting or JobPhase.Held => Reply(JobNotices.TicketOf(job)),
        _ => Reply(TooLate(job, request.Sequence, "Only an interrupted or failed job can be sent again.")),
    };

    /// <summary>
    /// The job goes to another printer (7-8 to 7-13): at once when it only waits; when it may be under way, after its agent has stopped it.
    /// </summary>
    /// <param name="to">The wanted printer.</param>
    /// <param name="admission">What access, capability and health say (7-9, 7-10).</param>
    /// <param name="number">The request's sequence number; 0 from an operator.</param>
    public static Decision Move(JobState job, string to, Admission admission, long number, DecisionContext context)
    {
        if (job.IsEnded || job.Phase is JobPhase.Opened or JobPhase.Removing)
        {
            return Reply(TooLate(job, number, "The job cannot be moved now."));
        }

        if (admission.Refusal is { } refusal)
        {
            return new Decision(
                [new MoveRefused(to, refusal.Code, refusal.Rule)],
                new Refusal(number, refusal.Code, refusal.Text, JobId: job.JobId, Alternatives: refusal.Alternatives,
                    HelpdeskText: refusal.HelpdeskText));
        }

        var target = admission.Resource!.Name;
        if (string.Equals(target, job.Resource, StringComparison.Ordinal))
        {
            return Reply(JobNotices.TicketOf(job));
        }

        return IsInQueue(job)
            ? Record(new JobMoved(job.Resource!, target, Attempt: job.Attempt))
            : Record(new RemovalOrdered(StopCodes.Moved, target, context.Now + context.Timing.StopWithin));
    }

    /// <summary>A moment as a rank: microseconds since 1970.</summary>
    public static long Rank(DateTimeOffset moment) => (moment.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>The answer when a request comes too late in the job's life.</summary>
    public static Refusal TooLate(JobState job, long number, string text) => new(number, RefusalCodes.TooLate, text, JobId: job.JobId);

    private static bool IsInQueue(JobState job) => job.Phase is JobPhase.Waiting or JobPhase.Held;
}
