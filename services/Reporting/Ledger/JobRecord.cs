namespace TicketFlow.Reporting.Ledger;

/// <summary>A job as its events so far left it: a row of <c>job</c>, folded in place (a run over the log owns it).</summary>
internal sealed class JobRecord
{
    public required string JobId { get; init; }

    public required string Agent { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public string State { get; set; } = JobRecordStates.Opened;

    public string? Resource { get; set; }

    public string? Domain { get; init; }

    public string? User { get; init; }

    public string? Title { get; init; }

    public string? ClientVersion { get; init; }

    public string? OperatingSystem { get; init; }

    public string? DriverVersion { get; init; }

    public DateTimeOffset? QueuedAt { get; set; }

    public DateTimeOffset? GoAheadAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Attempt { get; set; }

    public string? Mechanism { get; set; }

    public long Bytes { get; set; }

    public int? Pages { get; set; }

    public int Copies { get; set; } = 1;

    public long? Sheets { get; set; }

    public bool? Colour { get; set; }

    public int? Sides { get; set; }

    public string? Paper { get; set; }

    public string? Code { get; set; }

    public string? Grade { get; set; }

    public long? WaitMs { get; set; }

    public long? PrintMs { get; set; }

    public int Endings { get; set; }

    public long Sequence { get; set; }

    /// <summary>Nothing more is expected of it, though a user may have it sent again.</summary>
    public bool HasEnded => EndedAt is not null;
}

/// <summary>Where a job stands while it is open; afterwards one of <see cref="OutcomeKinds"/>. Stored.</summary>
internal static class JobRecordStates
{
    public const string Opened = "opened";
    public const string Waiting = "waiting";
    public const string Released = "released";
    public const string Printing = "printing";
}
