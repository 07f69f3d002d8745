using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>How the agent states its jobs when it is back (HI1).</summary>
internal static class HeldJobs
{
    public static HeldJob Of(JobState job, long bytesSent) =>
        new(job.JobId, StateOf(job), job.Attempt, bytesSent, job.JobId is null ? job.Key : null);

    private static string StateOf(JobState job) => job.Phase switch
    {
        // It may be sent again if somebody chooses so, or has chosen meanwhile.
        _ when job is { IsEnded: true, Reported: true, DocumentKept: true } => HeldStates.Kept,
        JobPhase.Sending => HeldStates.Sending,
        JobPhase.Completed => HeldStates.Sent,

        // A broken transfer's own report follows by itself.
        JobPhase.Failed or JobPhase.Interrupted => HeldStates.Interrupted,
        JobPhase.Refused => HeldStates.Gone,

        // A cancelled job too: what the server is to do with it, the cancel request says.
        _ => HeldStates.Spooled,
    };
}
