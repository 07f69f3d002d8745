using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Jobs;

/// <summary>Interrupted and failed jobs are sent again only by their user's choice (design D8), while the document is kept.</summary>
internal static class ResendDecisions
{
    /// <summary>Whether the user can choose it at all; the server decides.</summary>
    public static bool IsPossible(JobState job) =>
        job is { Phase: JobPhase.Interrupted or JobPhase.Failed, DocumentKept: true, JobId: not null };

    /// <summary>RS1. The job's own report went out before, so the server knows by then that it has ended.</summary>
    public static Decision ByUser(JobState job) => IsPossible(job) && !job.ResendWanted
        ? Decision.Of(new ResendAsked()).Then(new Say(MessageTypes.ResendRequest))
        : Decision.Nothing;

    /// <summary>The server does not want it.</summary>
    public static Decision Refused(JobState job) => job is { IsEnded: true, ResendWanted: true }
        ? Decision.Of(new ResendSettled())
        : Decision.Nothing;

    /// <summary>The document is kept no longer.</summary>
    public static Decision Forget(JobState job) => job is { IsClosed: true, DocumentKept: true }
        ? Decision.Of(new DocumentDropped()).Then(new DropDocument())
        : Decision.Nothing;
}
