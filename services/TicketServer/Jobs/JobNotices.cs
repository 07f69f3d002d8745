using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Health;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>What an agent is told when something is recorded (design D5: nothing is sent that does not follow from the log).</summary>
public static class JobNotices
{
    /// <summary>The message that follows from the newest of these events, or null.</summary>
    /// <param name="job">The job after the events.</param>
    /// <param name="events">The events just committed, in order.</param>
    /// <param name="timing">For the interval of status updates.</param>
    public static object? For(JobState job, IReadOnlyList<JobEvent> events, JobTiming timing) => events.Count == 0
        ? null
        : events[^1] switch
        {
            JobOpened or JobDescribed or JobReordered or JobPrioritised => TicketOf(job),
            JobRefused => RefusalOf(job),
            GoAheadIssued => GoAheadOf(job, timing),
            RemovalOrdered or RemovalReminded => StopOf(job),

            // One that was being removed has been stopped by its agent already.
            JobCancelled { Unconfirmed: false } when events.Count == 1 && job.RemovalCode is null => StopOf(job),
            JobHeld e when e.Reason == HoldReasons.Operator => Notice(job, NoticeCodes.Held, "An operator holds this job."),
            JobHeld => TicketOf(job),
            _ => null,
        };

    /// <summary>What the monitor is asked to look at, or null (patent steps 6-11 and 6-17, M-12, M-20).</summary>
    public static CheckResourceNow? CheckFor(JobState job, IReadOnlyList<JobEvent> events) => events.Count == 0
        ? null
        : events[^1] switch
        {
            TransferStartFailed { BlockUntil: not null } e => new CheckResourceNow(job.Resource!, e.Code, job.JobId),
            TransferFailed { BlockUntil: not null } e => new CheckResourceNow(job.Resource!, e.Code, job.JobId),
            ResourceCheckAsked e => new CheckResourceNow(job.Resource!, e.Reason, job.JobId),
            _ => null,
        };

    /// <summary>
    /// Whether the job just came to the end of a queue, so that the dispatcher tells its agent the place or the go-ahead.
    /// </summary>
    public static bool IsNewcomer(JobState job, IReadOnlyList<JobEvent> events) => job.Phase == JobPhase.Waiting
        && events.Count > 0 && events[^1] is JobDescribed or JobMoved or JobReleased or ResendChosen;

    /// <summary>The ticket as it stands.</summary>
    public static Ticket TicketOf(JobState job, int? position = null, string? why = null) =>
        new(job.RequestNumber, job.Key, job.JobId, job.PublicState, position, why ?? (job.Phase == JobPhase.Held ? WaitReasons.Held : null),
            Printer: PrinterOf(job), Advice: AdviceOf(job));

    /// <summary>The refusal as recorded.</summary>
    public static Refusal RefusalOf(JobState job) => new(job.RequestNumber, job.Code ?? "", job.Text ?? "", job.Key, job.JobId);

    /// <summary>The newest go-ahead.</summary>
    public static GoAhead GoAheadOf(JobState job, JobTiming timing) => new(
        job.RequestNumber, job.JobId, job.Attempt, job.Address!, job.Mechanism!, (int)Math.Ceiling(timing.StatusEvery.TotalSeconds),
        job.Key,
        PrinterOf(job), job.ResendAfter, AdviceOf(job));

    /// <summary>What goes with an answer to the job's request; null as a rule.</summary>
    public static Advice? AdviceOf(JobState job) => job.Advice is { } advice ? new Advice(advice.Code, advice.Text, advice.Fetch) : null;

    /// <summary>What the agent is told of the printer: it knows the one it asked for.</summary>
    public static string? PrinterOf(JobState job) => job.Moved ? job.Resource : null;

    /// <summary>The order to stop.</summary>
    public static CancelOrder StopOf(JobState job) =>
        new(job.RequestNumber, job.JobId, job.RemovalCode ?? job.Code ?? StopCodes.ByUser, job.MoveTo is null ? null : 1);

    private static Notice Notice(JobState job, string code, string text) => new(job.RequestNumber, job.JobId, code, text, job.Resource);
}
