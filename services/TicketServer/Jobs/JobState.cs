using TicketFlow.Contracts.Agents;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>Where a job stands. The names are stored and are the saga's states: never rename.</summary>
public enum JobPhase
{
    Opened,
    Waiting,
    Held,
    Released,
    Starting,
    Printing,
    Suspect,
    Removing,
    Completed,
    Failed,
    Interrupted,
    Cancelled,
    Refused,
}

/// <summary>A job, folded from its stream by <see cref="JobFold"/>.</summary>
public sealed record JobState
{
    public required string JobId { get; init; }

    public required string Agent { get; init; }

    public required string Key { get; init; }

    public required long RequestNumber { get; init; }

    public required JobPhase Phase { get; init; }

    /// <summary>Where it stands now.</summary>
    public string? Resource { get; init; }

    /// <summary>Whether it was ever moved: then its agent is told the printer with each answer.</summary>
    public bool Moved { get; init; }

    /// <summary>The newest choice to print again was made after this attempt; null when nobody has chosen.</summary>
    public int? ResendAfter { get; init; }

    /// <summary>Where it was asked for.</summary>
    public string? AskedResource { get; init; }

    public string? Domain { get; init; }

    public string? User { get; init; }

    public string? Title { get; init; }

    public long? Bytes { get; init; }

    /// <summary>As its agent described it; null before that.</summary>
    public JobDescribed? Description { get; init; }

    /// <summary>What it has of budgets; null when none was asked.</summary>
    public JobCost? Cost { get; init; }

    /// <summary>The newest go-ahead's number; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>Reports of this go-ahead and of older ones are settled: what still comes of them is an echo.</summary>
    public int SettledAttempt { get; init; }

    public string? Address { get; init; }

    public string? Mechanism { get; init; }

    /// <summary>Whether the transfer of the newest go-ahead was reported as started.</summary>
    public bool Started { get; init; }

    /// <summary>Failed starts so far.</summary>
    public int StartFailures { get; init; }

    /// <summary>Go-aheads in a row that nobody answered.</summary>
    public int Unanswered { get; init; }

    /// <summary>The next rung of the ladder of silence; 0 = all is well.</summary>
    public int Rung { get; init; }

    /// <summary>Why the job is held; null when it is not.</summary>
    public string? HoldReason { get; init; }

    /// <summary>What was not left of which budget when it was last held for that, and when that budget begins anew.</summary>
    public (BudgetShare? Lacks, DateTimeOffset? TryAt) WaitsFor { get; init; }

    /// <summary>Why it is being removed.</summary>
    public string? RemovalCode { get; init; }

    /// <summary>Where it goes when it is stopped; null when it is cancelled.</summary>
    public string? MoveTo { get; init; }

    /// <summary>How often the agent was told to stop.</summary>
    public int Reminders { get; init; }

    /// <summary>What its user is advised with the first answer.</summary>
    public JobAdvice? Advice { get; init; }

    /// <summary>Code of the refusal, failure, suspicion or cancellation.</summary>
    public string? Code { get; init; }

    /// <summary>Text for people that goes with <see cref="Code"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Whether it has left its queue.</summary>
    public bool IsEnded => Phase >= JobPhase.Completed;

    /// <summary>The phase in the words of docs/protocol.md.</summary>
    public string PublicState => Phase switch
    {
        JobPhase.Opened => JobStates.Opened,
        JobPhase.Waiting => JobStates.Waiting,
        JobPhase.Held => JobStates.Held,
        JobPhase.Released or JobPhase.Starting => JobStates.Released,
        JobPhase.Printing => JobStates.Printing,
        JobPhase.Suspect => JobStates.Suspect,
        JobPhase.Removing => JobStates.Removing,
        JobPhase.Completed => JobStates.Completed,
        JobPhase.Failed => JobStates.Failed,
        JobPhase.Interrupted => JobStates.Interrupted,
        JobPhase.Cancelled => JobStates.Cancelled,
        _ => JobStates.Refused,
    };

    /// <summary>Whether a report of this attempt is about something that is still open.</summary>
    public bool IsOpenAttempt(int attempt) => attempt > SettledAttempt && attempt <= Attempt;
}
