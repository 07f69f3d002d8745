namespace TicketFlow.TicketServer.Jobs;

// The facts of a job's life. These records are the storage format: add optional members only; names are mapped in JobEventTypes.
// When something happened is the event's recorded timestamp; who caused it is the header "actor". Times inside an event are promises about
// the future (deadlines), fixed when the event is decided, so that replaying never needs today's configuration.

/// <summary>A fact of a job's life.</summary>
public abstract record JobEvent
{
    private protected JobEvent()
    {
    }
}

/// <summary>The request was good and got an id (patent step 3-3).</summary>
public sealed record JobOpened(
    string JobId,
    string Agent,
    string Key,
    long RequestNumber,
    string Resource,
    string Domain,
    string User,
    string ClientVersion,
    string OperatingSystem,
    string DriverVersion,
    string? Title,
    DateTimeOffset DescribeBy) : JobEvent;

/// <summary>The job is spooled and described, and enters the queue (patent steps 3-6 to 3-8).</summary>
public sealed record JobDescribed(string? Address, int? Pages, long Bytes, string? Configuration) : JobEvent;

/// <summary>The request was refused (patent step 3-4); the stream ends here.</summary>
/// <param name="Rule">The rule that decided it.</param>
public sealed record JobRefused(
    string JobId, string Agent, string Key, long RequestNumber, string Code, string Rule, string Text, string? Resource, string? Domain, string? User)
    : JobEvent;

/// <summary>The job was marked and its agent told to send (patent steps 6-1 to 6-3).</summary>
public sealed record GoAheadIssued(int Attempt, string Address, string Mechanism, DateTimeOffset ConfirmBy) : JobEvent;

/// <summary>The agent has the go-ahead.</summary>
public sealed record GoAheadConfirmed(int Attempt, DateTimeOffset StartBy) : JobEvent;

/// <summary>Nobody answered the go-ahead in time.</summary>
public sealed record GoAheadExpired(int Attempt) : JobEvent;

/// <summary>Bytes are on their way (patent steps 6-4, 6-6).</summary>
public sealed record TransferStarted(int Attempt, DateTimeOffset StatusBy) : JobEvent;

/// <summary>The agent could not start and no byte left it (patent step 6-9).</summary>
/// <param name="RetryAt">When it may be tried again; null when the job is given up.</param>
public sealed record TransferStartFailed(int Attempt, string Code, string? Text, int Tries, DateTimeOffset? RetryAt) : JobEvent;

/// <summary>The agent fell silent (M-12, first rung).</summary>
public sealed record JobSuspected(int Attempt, string Reason, DateTimeOffset? LastSeen) : JobEvent;

/// <summary>A silent agent was heard of again.</summary>
public sealed record AgentHeardAgain(int Attempt, DateTimeOffset StatusBy) : JobEvent;

/// <summary>The whole document is at the printer (patent step 6-12).</summary>
/// <param name="Grade">How sure that is; one of <c>CompletionGrades</c>.</param>
public sealed record TransferCompleted(int Attempt, long BytesSent, string Grade, long Milliseconds) : JobEvent;

/// <summary>The transfer broke after bytes had left (patent step 6-15).</summary>
public sealed record TransferFailed(int Attempt, long BytesSent, string Code, string? Text) : JobEvent;

/// <summary>The agent died in mid-transfer; nobody knows how much came out, so nothing is sent again (design D8).</summary>
public sealed record TransferInterrupted(int Attempt, long BytesSent) : JobEvent;

/// <summary>The job was taken back before its transfer.</summary>
public sealed record JobCancelled(string Code) : JobEvent;
