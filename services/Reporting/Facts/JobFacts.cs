namespace TicketFlow.Reporting.Facts;

// The events of a job's life that reporting reads, as far as it reads them. The ticket server writes them; unknown members are left out
// when reading. When something happened is the event's recorded timestamp; who caused it is the header "actor". Names: ReportedFacts.

/// <summary>A fact of a job's life.</summary>
public abstract record JobFact;

/// <summary>The request was good and got an id.</summary>
public sealed record JobOpened(
    string JobId, string Agent, string Resource, string Domain, string User, string? ClientVersion, string? OperatingSystem,
    string? DriverVersion, string? Title) : JobFact;

/// <summary>The job is spooled and described, and enters the queue. What the agent could not tell is null.</summary>
/// <param name="Pages">Printed sides of one copy.</param>
/// <param name="Colour">False: grey or black only.</param>
/// <param name="Sides">Printed sides per sheet, 1 or 2.</param>
/// <param name="Paper">Self-describing name of PWG 5101.1.</param>
/// <param name="Sheets">Of all copies.</param>
public sealed record JobDescribed(
    int? Pages, long Bytes, int? Copies = null, bool? Colour = null, int? Sides = null, string? Paper = null, int? Sheets = null) : JobFact;

/// <summary>The request was refused; the stream ends here.</summary>
public sealed record JobRefused(
    string JobId, string Agent, string Code, string? Rule, string? Resource, string? Domain, string? User) : JobFact;

/// <summary>The agent was told to send.</summary>
public sealed record GoAheadIssued(int Attempt, string? Mechanism) : JobFact;

/// <summary>Bytes are on their way.</summary>
public sealed record TransferStarted(int Attempt) : JobFact;

/// <summary>The agent could not start and no byte left it.</summary>
/// <param name="RetryAt">When it may be tried again; null when the job is given up.</param>
public sealed record TransferStartFailed(int Attempt, string Code, DateTimeOffset? RetryAt) : JobFact;

/// <summary>The whole document is at the printer.</summary>
/// <param name="Grade">How sure that is; one of the contracts' <c>CompletionGrades</c>.</param>
/// <param name="Milliseconds">From the first byte to the last, by the agent's clock.</param>
public sealed record TransferCompleted(int Attempt, long BytesSent, string Grade, long Milliseconds) : JobFact;

/// <summary>The transfer broke after bytes had left.</summary>
public sealed record TransferFailed(int Attempt, long BytesSent, string Code) : JobFact;

/// <summary>The transfer was cut off; nobody knows how much came out.</summary>
public sealed record TransferInterrupted(int Attempt, long BytesSent, string? Reason = null) : JobFact;

/// <summary>The job is gone, and will not be printed.</summary>
public sealed record JobCancelled(string Code, long BytesSent = 0) : JobFact;

/// <summary>The job stands in another queue.</summary>
/// <param name="BytesSent">What had already left to the old printer.</param>
public sealed record JobMoved(string From, string To, long BytesSent = 0, int Attempt = 0) : JobFact;

/// <summary>The user wants it printed again.</summary>
public sealed record ResendChosen(int Attempt, string Resource) : JobFact;
