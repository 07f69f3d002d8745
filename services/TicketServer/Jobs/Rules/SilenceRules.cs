using TicketFlow.Messaging.Wire;
using static TicketFlow.TicketServer.Jobs.Decision;

namespace TicketFlow.TicketServer.Jobs.Rules;

/// <summary>
/// What happens when something expected does not come (M-12). A deadline names what it was armed for, so a late one changes nothing.
/// </summary>
public static class SilenceRules
{
    /// <summary>Reason of a job that was settled because its agent stayed silent.</summary>
    public const string AgentSilent = "agent-silent";

    /// <summary>A deadline has passed, or (<see cref="DeadlineKinds.Heard"/>) a silent agent's status came in after all.</summary>
    public static Decision Expire(JobState job, DeadlineExpired deadline, DecisionContext context)
    {
        if (deadline.Attempt != job.Attempt)
        {
            return Nothing;
        }

        return (job.Phase, deadline.Kind) switch
        {
            (JobPhase.Opened, DeadlineKinds.Describe) => Record(new JobCancelled(Contracts.Agents.StopCodes.NeverDescribed)),
            (JobPhase.Released, DeadlineKinds.Confirm) when job.Rung == 0 => Unanswered(job, context),
            (JobPhase.Starting, DeadlineKinds.Start) when job.Rung == 0 => Record(Climb(job, deadline, context)),
            (JobPhase.Printing, DeadlineKinds.Status) when job.Rung == 0 => Record(Climb(job, deadline, context)),
            (JobPhase.Held, DeadlineKinds.Budget) when job.HoldReason == HoldReasons.Budget =>
                Record(new JobReleased(HoldReasons.Budget)),
            (JobPhase.Removing, DeadlineKinds.Removal) => RemovalRules.Overdue(job, deadline, context),
            (JobPhase.Released or JobPhase.Starting or JobPhase.Printing or JobPhase.Suspect, DeadlineKinds.Silence) when job.Rung > 0 =>
                job.Rung < context.Timing.Ladder.Count ? Record(Climb(job, deadline, context)) : Nothing,
            (JobPhase.Released or JobPhase.Starting or JobPhase.Printing or JobPhase.Suspect, DeadlineKinds.Heard) when job.Rung > 0 =>
                Record(new AgentHeardAgain(job.Attempt, context.Now + context.Timing.StatusWithin, job.Started)),
            _ => Nothing,
        };
    }

    /// <summary>Why the job's agent counts as silent.</summary>
    public static string ReasonOf(JobState job) =>
        job.Started ? "status-missing" : job.Unanswered > 0 ? "go-ahead-unanswered" : "transfer-not-started";

    private static Decision Unanswered(JobState job, DecisionContext context)
    {
        var expired = new GoAheadExpired(job.Attempt);
        if (job.Unanswered + 1 < context.Timing.UnansweredLimit)
        {
            return Record(expired, Again(job, context));
        }

        var given = JobFold.Evolve(job, expired)!;
        return Record(expired, Climb(given, new DeadlineExpired(job.JobId, job.Agent, DeadlineKinds.Silence, job.Attempt), context));
    }

    /// <summary>The same go-ahead under the next number.</summary>
    public static GoAheadIssued Again(JobState job, DecisionContext context) =>
        new(job.Attempt + 1, job.Address!, job.Mechanism!, context.Now + context.Timing.ConfirmWithin);

    private static JobEvent Climb(JobState job, DeadlineExpired deadline, DecisionContext context)
    {
        var ladder = context.Timing.Ladder;
        var rung = ladder[job.Rung];
        DateTimeOffset? next = job.Rung + 1 < ladder.Count ? context.Now + (ladder[job.Rung + 1].After - rung.After) : null;
        var reason = ReasonOf(job);
        return rung.Action switch
        {
            SilenceAction.CheckResource => new ResourceCheckAsked(job.Attempt, reason, job.Rung, next),
            SilenceAction.Suspect => new JobSuspected(job.Attempt, reason, deadline.LastSeen, job.Rung, next),
            SilenceAction.AlertAdministrator => new AdministratorAlerted(job.Attempt, reason, job.Rung, next),
            SilenceAction.FreeSlot => new SlotFreed(job.Attempt, reason, job.Rung, next),
            _ when job.Started => new TransferInterrupted(job.Attempt, deadline.BytesSent, AgentSilent),
            _ => new JobHeld(HoldReasons.AgentSilent),
        };
    }
}
