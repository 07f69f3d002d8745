using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>Cancelling and stopping (patent figs. 4 and 5). Once the server knows the job, the server decides and orders the stop.</summary>
internal static class StopDecisions
{
    /// <summary>CJ1. Always answered, so that the server knows what left.</summary>
    public static Decision Ordered(JobState job, string code, bool keep, DateTimeOffset now)
    {
        if (job.Phase is JobPhase.Starting or JobPhase.Sending)
        {
            return job.StopCode == code && job.KeepAfterStop == keep
                ? Decision.Nothing
                : Decision.Of(new StopOrdered(code, keep)).Then(new StopTransfer());
        }

        if (job.IsEnded)
        {
            return Decision.Only(new Say(MessageTypes.StopReport));
        }

        if (keep)
        {
            var back = job.Phase is JobPhase.StartFailed ? Decision.Of(new JobQueued()) : Decision.Nothing;
            return back.Then(new Say(MessageTypes.StopReport));
        }

        return Decision.Of(new JobCancelled(code, now, ServerKnows: true)).Then(new Say(MessageTypes.StopReport), new DropDocument());
    }

    /// <summary>The transfer ended because it was told to.</summary>
    public static Decision Stopped(JobState job, long bytesSent, DateTimeOffset now) => job.KeepAfterStop
        ? Decision.Of(new TransferStopped(bytesSent)).Then(new Say(MessageTypes.StopReport))
        : Decision.Of(new ProgressNoted(bytesSent), new JobCancelled(job.StopCode!, now, ServerKnows: true))
            .Then(new Say(MessageTypes.StopReport), new DropDocument());

    /// <summary>The user cancels, or broke the submission off.</summary>
    public static Decision ByUser(JobState job, string code, DateTimeOffset now)
    {
        if (job.IsEnded)
        {
            return Decision.Nothing;
        }

        if (job.Phase is not (JobPhase.Opening or JobPhase.Accepted))
        {
            return Decision.Only(new Say(MessageTypes.CancelRequest));
        }

        var cancelled = Decision.Of(new JobCancelled(code, now, ServerKnows: false));
        return job.JobId is null
            ? cancelled.Then(new Ask(), new DropDocument())
            : cancelled.Then(new Say(MessageTypes.CancelRequest), new DropDocument());
    }
}
