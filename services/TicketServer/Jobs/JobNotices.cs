using TicketFlow.Contracts.Agents;

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
            JobOpened or JobDescribed => TicketOf(job),
            JobRefused => RefusalOf(job),
            GoAheadIssued => GoAheadOf(job, timing),
            JobCancelled e => new CancelOrder(job.RequestNumber, job.JobId, e.Code),
            _ => null,
        };

    /// <summary>The ticket as it stands.</summary>
    public static Ticket TicketOf(JobState job, int? position = null, string? why = null) =>
        new(job.RequestNumber, job.Key, job.JobId, job.PublicState, position, why);

    /// <summary>The refusal as recorded.</summary>
    public static Refusal RefusalOf(JobState job) => new(job.RequestNumber, job.Code ?? "", job.Text ?? "", job.Key, job.JobId);

    /// <summary>The newest go-ahead.</summary>
    public static GoAhead GoAheadOf(JobState job, JobTiming timing) =>
        new(job.RequestNumber, job.JobId, job.Attempt, job.Address!, job.Mechanism!, (int)Math.Ceiling(timing.StatusEvery.TotalSeconds));
}
