using TicketFlow.Contracts.Agents;

namespace TicketFlow.TicketServer.Jobs;

/// <summary>Where a job stands. The names are the saga's states; never reorder or rename.</summary>
public enum JobPhase
{
    Opened,
    Waiting,
    Released,
    Starting,
    Printing,
    Suspect,
    Completed,
    Failed,
    Interrupted,
    Cancelled,
    Refused,
}

/// <summary>A job, folded from its stream. Immutable; <see cref="Evolve"/> never refuses, for history is true.</summary>
public sealed record JobState
{
    public required string JobId { get; init; }

    public required string Agent { get; init; }

    public required string Key { get; init; }

    public required long RequestNumber { get; init; }

    public required JobPhase Phase { get; init; }

    public string? Resource { get; init; }

    public string? Domain { get; init; }

    public string? User { get; init; }

    public string? Title { get; init; }

    public long? Bytes { get; init; }

    /// <summary>The newest go-ahead's number; 0 before the first.</summary>
    public int Attempt { get; init; }

    public string? Address { get; init; }

    public string? Mechanism { get; init; }

    /// <summary>Whether a transfer was reported as started and not as failed to start.</summary>
    public bool Started { get; init; }

    /// <summary>Failed starts so far.</summary>
    public int StartFailures { get; init; }

    /// <summary>Go-aheads in a row that nobody answered.</summary>
    public int Unanswered { get; init; }

    /// <summary>Code of the refusal, failure or cancellation.</summary>
    public string? Code { get; init; }

    /// <summary>Text for people that goes with <see cref="Code"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Whether nothing more can happen to it.</summary>
    public bool IsFinal => Phase >= JobPhase.Completed;

    /// <summary>The phase in the words of docs/protocol.md.</summary>
    public string PublicState => Phase switch
    {
        JobPhase.Opened => JobStates.Opened,
        JobPhase.Waiting => JobStates.Waiting,
        JobPhase.Released or JobPhase.Starting => JobStates.Released,
        JobPhase.Printing => JobStates.Printing,
        JobPhase.Suspect => JobStates.Suspect,
        JobPhase.Completed => JobStates.Completed,
        JobPhase.Failed => JobStates.Failed,
        JobPhase.Interrupted => JobStates.Interrupted,
        JobPhase.Cancelled => JobStates.Cancelled,
        _ => JobStates.Refused,
    };

    /// <summary>Folds one event. A stream begins with <see cref="JobOpened"/> or <see cref="JobRefused"/>.</summary>
    public static JobState? Evolve(JobState? state, JobEvent @event) => (state, @event) switch
    {
        (null, JobOpened e) => Begin(e),
        (null, JobRefused e) => Begin(e),
        (null, _) => null,
        (_, JobDescribed e) => state with { Phase = JobPhase.Waiting, Bytes = e.Bytes },
        (_, GoAheadIssued e) => state with
        {
            Phase = JobPhase.Released, Attempt = e.Attempt, Address = e.Address, Mechanism = e.Mechanism, Started = false,
        },
        (_, GoAheadConfirmed) => state with { Phase = JobPhase.Starting, Unanswered = 0 },
        (_, GoAheadExpired) => state with { Unanswered = state.Unanswered + 1 },
        (_, TransferStarted) => state with { Phase = JobPhase.Printing, Started = true, Unanswered = 0 },
        (_, TransferStartFailed e) => state with
        {
            Phase = e.RetryAt is null ? JobPhase.Failed : JobPhase.Waiting,
            StartFailures = state.StartFailures + 1,
            Started = false,
            Code = e.Code,
            Text = e.Text,
        },
        (_, JobSuspected e) => state with { Phase = JobPhase.Suspect, Code = e.Reason },
        (_, AgentHeardAgain) => state with { Phase = state.Started ? JobPhase.Printing : JobPhase.Starting, Unanswered = 0, Code = null },
        (_, TransferCompleted) => state with { Phase = JobPhase.Completed, Code = null, Text = null },
        (_, TransferFailed e) => state with { Phase = JobPhase.Failed, Code = e.Code, Text = e.Text },
        (_, TransferInterrupted) => state with { Phase = JobPhase.Interrupted },
        (_, JobCancelled e) => state with { Phase = JobPhase.Cancelled, Code = e.Code },
        _ => state,
    };

    private static JobState Begin(JobOpened e) => new()
    {
        JobId = e.JobId, Agent = e.Agent, Key = e.Key, RequestNumber = e.RequestNumber, Phase = JobPhase.Opened,
        Resource = e.Resource, Domain = e.Domain, User = e.User, Title = e.Title,
    };

    private static JobState Begin(JobRefused e) => new()
    {
        JobId = e.JobId, Agent = e.Agent, Key = e.Key, RequestNumber = e.RequestNumber, Phase = JobPhase.Refused,
        Resource = e.Resource, Domain = e.Domain, User = e.User, Code = e.Code, Text = e.Text,
    };
}
