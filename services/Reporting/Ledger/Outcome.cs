namespace TicketFlow.Reporting.Ledger;

/// <summary>How an attempt, or a request, ended. Stored; never rename.</summary>
public static class OutcomeKinds
{
    /// <summary>The whole document is at the printer.</summary>
    public const string Completed = "completed";

    /// <summary>The transfer broke after bytes had left, or the job was given up.</summary>
    public const string Failed = "failed";

    /// <summary>The transfer was cut off; nobody knows how much came out.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>The user or an operator took the job back.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>The request was refused.</summary>
    public const string Refused = "refused";

    /// <summary>The attempt could not start and will be tried again; the job lives on.</summary>
    public const string NotStarted = "not-started";

    /// <summary>Bytes had left when the job was moved to another printer; the job lives on.</summary>
    public const string Moved = "moved";

    /// <summary>No job: one user at a time had the resource, and it is free again (M-26).</summary>
    public const string Leased = "leased";
}

/// <summary>
/// One ended attempt or refusal: an immutable row of the ledger, with everything as it was at that time. Its key is the number of the event
/// that ended the attempt. Money hangs on these rows, see <see cref="IOutcomeSink"/>.
/// </summary>
/// <param name="Sequence">Number of the event in the log.</param>
/// <param name="EventId">The event.</param>
/// <param name="At">When it was recorded, UTC.</param>
/// <param name="Kind">One of <see cref="OutcomeKinds"/>.</param>
/// <param name="JobId">The job's id, also of a refused request; of a lease, the lease's.</param>
/// <param name="Attempt">The go-ahead's number; 0 when there was none.</param>
/// <param name="IsFinal">The job ended with it. False: not-started, moved.</param>
/// <param name="IsFirst">The job's first final outcome. A job that is sent again ends more than once, and is counted once.</param>
/// <param name="Code">Cause of a failure, refusal, interruption or cancellation.</param>
/// <param name="Rule">The rule that refused.</param>
/// <param name="Grade">Of a completion; one of the contracts' <c>CompletionGrades</c>.</param>
/// <param name="Actor">Who caused it, as recorded.</param>
public sealed record Outcome(
    long Sequence, Guid EventId, DateTimeOffset At, string Kind, string JobId, int Attempt, bool IsFinal, bool IsFirst, string? Code,
    string? Rule, string? Grade, string? Actor)
{
    /// <summary>The agent, that is: the client computer.</summary>
    public required string Agent { get; init; }

    /// <summary>Where it went, or was to go; null when a refused request named none.</summary>
    public string? Resource { get; init; }

    /// <summary>Kind of the resource, for example <c>printer</c>; null when it is not registered.</summary>
    public string? ResourceKind { get; init; }

    /// <summary>Site of the resource at that time.</summary>
    public string? Site { get; init; }

    /// <summary>Domain of the user, lower case.</summary>
    public string? Domain { get; init; }

    /// <summary>The user, lower case.</summary>
    public string? User { get; init; }

    /// <summary>Department of the user at that time.</summary>
    public string? Department { get; init; }

    /// <summary>Who pays, at that time: the person's cost centre, or the department's.</summary>
    public string? CostCentre { get; init; }

    /// <summary>Groups of the user at that time.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Transfer mechanism of the go-ahead.</summary>
    public string? Mechanism { get; init; }

    /// <summary>Size of the document in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Bytes that left the agent for the resource in this attempt. None of them crossed a server.</summary>
    public long BytesSent { get; init; }

    /// <summary>Printed sides of one copy, when known.</summary>
    public int? Pages { get; init; }

    /// <summary>Copies, 1 when not told.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Sheets of all copies, when known or computable.</summary>
    public long? Sheets { get; init; }

    /// <summary>False: grey or black only; null: unknown.</summary>
    public bool? Colour { get; init; }

    /// <summary>Printed sides per sheet, 1 or 2; null: unknown.</summary>
    public int? Sides { get; init; }

    /// <summary>Self-describing name of PWG 5101.1.</summary>
    public string? Paper { get; init; }

    /// <summary>When the request got its id.</summary>
    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it entered the queue it was in.</summary>
    public DateTimeOffset? QueuedAt { get; init; }

    /// <summary>When its bytes began to leave.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Milliseconds from the queue to the first byte; null when no byte left.</summary>
    public long? WaitMs { get; init; }

    /// <summary>
    /// Milliseconds from the first byte to the end, by the agent's clock when it told; null when no byte left. Of a lease: how long it was
    /// had.
    /// </summary>
    public long? PrintMs { get; init; }

    /// <summary>Printed sides of all copies; what a per-page tariff counts. Null when unknown.</summary>
    public long? Impressions => (long?)Pages * Copies;
}
