using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>Cancelling and stopping (patent figs. 4 and 5). Once the server knows the job, it decides.</summary>
internal static class StopDecisions
{
    /// <summary>CJ1. Always answered, so that the server knows what left.</summary>
    public static Decision Ordered(JobState job, string code, bool keep, DateTimeOffset now)
    {
        if (job.Phase is JobPhase.Starting or JobPhase.Sending)
        {
            // A user who has cancelled does not want the move; the cancel request at the transfer's end says so.
            var unchanged = job is { StopCode: not null, StoppedByUser: false } && job.StopCode == code && job.KeepAfterStop == keep;
            return unchanged || (job.StoppedByUser && keep)
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
    public static Decision Stopped(JobState job, long bytesSent, DateTimeOffset now)
    {
        if (job.KeepAfterStop)
        {
            return Decision.Of(new TransferStopped(bytesSent)).Then(new Say(MessageTypes.StopReport));
        }

        // What the server does not know yet it is asked for; its order is then answered with the bytes that had left.
        var ended = Decision.Of(new ProgressNoted(bytesSent), new JobCancelled(job.StopCode!, now, ServerKnows: !job.StoppedByUser));
        return ended.Then(new Say(job.StoppedByUser ? MessageTypes.CancelRequest : MessageTypes.StopReport), new DropDocument());
    }

    /// <summary>The user cancels, or broke the submission off.</summary>
    public static Decision ByUser(JobState job, string code, DateTimeOffset now) => job.Phase switch
    {
        _ when job is { IsEnded: true, DocumentKept: true, ResendWanted: false } => ResendDecisions.Forget(job),
        _ when job.IsEnded => Decision.Nothing,
        JobPhase.Opening or JobPhase.Accepted => BeforeTheQueue(job, code, now),
        JobPhase.Starting or JobPhase.Sending => job.StopCode is not null && !job.KeepAfterStop
            ? Decision.Nothing
            : Decision.Of(new StopOrdered(code, ByUser: true)).Then(new StopTransfer()),
        _ when job.CancelCode is not null => Decision.Only(new Say(MessageTypes.CancelRequest)),
        _ => Decision.Of(new CancelAsked(code)).Then(new Say(MessageTypes.CancelRequest)),
    };

    private static Decision BeforeTheQueue(JobState job, string code, DateTimeOffset now)
    {
        var cancelled = Decision.Of(new JobCancelled(code, now, ServerKnows: false));
        return job.JobId is null
            ? cancelled.Then(new Ask(), new DropDocument())
            : cancelled.Then(new Say(MessageTypes.CancelRequest), new DropDocument());
    }
}
