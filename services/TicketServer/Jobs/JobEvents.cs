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
/// <param name="Advice">What its user was told all the same; null as a rule.</param>
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
    DateTimeOffset DescribeBy,
    JobAdvice? Advice = null) : JobEvent;

/// <summary>What the user of an admitted request should know (M-2: a newer client is recommended). Stored.</summary>
/// <param name="Code">One of the contracts' <c>AdviceCodes</c>.</param>
/// <param name="Fetch">The version to install.</param>
public sealed record JobAdvice(string Code, string Text, string? Fetch);

/// <summary>The job is spooled and described, and enters the queue (patent steps 3-6 to 3-8). Null: the agent could not tell.</summary>
/// <param name="Pages">Printed sides of one copy.</param>
/// <param name="Colour">False: grey or black only.</param>
/// <param name="Sides">Printed sides per sheet, 1 or 2.</param>
/// <param name="Paper">Self-describing name of PWG 5101.1.</param>
/// <param name="Sheets">Of all copies; follows from the others, when they are known.</param>
public sealed record JobDescribed(
    string? Address, int? Pages, long Bytes, string? Configuration, int? Copies = null, bool? Colour = null, int? Sides = null,
    string? Paper = null, int? Sheets = null) : JobEvent;

/// <summary>The request was refused (patent step 3-4); the stream ends here.</summary>
/// <param name="Rule">The rule that decided it.</param>
public sealed record JobRefused(
    string JobId, string Agent, string Key, long RequestNumber, string Code, string Rule, string Text, string? Resource, string? Domain,
    string? User) : JobEvent;

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
/// <param name="BlockUntil">Until then, or until it was checked, nothing else goes there; null: the resource is not to blame.</param>
public sealed record TransferStartFailed(
    int Attempt, string Code, string? Text, int Tries, DateTimeOffset? RetryAt, DateTimeOffset? BlockUntil = null) : JobEvent;

/// <summary>Silence, a rung of the ladder (M-12): the resource is checked.</summary>
/// <param name="Rung">The rung's number in the ladder that was in force, from 0.</param>
/// <param name="NextAt">When the next rung is due; null on the last.</param>
public sealed record ResourceCheckAsked(int Attempt, string Reason, int Rung, DateTimeOffset? NextAt) : JobEvent;

/// <summary>Silence, a rung of the ladder: the agent counts as silent.</summary>
public sealed record JobSuspected(int Attempt, string Reason, DateTimeOffset? LastSeen, int Rung = 0, DateTimeOffset? NextAt = null)
    : JobEvent;

/// <summary>Silence, a rung of the ladder: the administrator is told.</summary>
public sealed record AdministratorAlerted(int Attempt, string Reason, int Rung, DateTimeOffset? NextAt) : JobEvent;

/// <summary>Silence, a rung of the ladder: others may use the slot.</summary>
public sealed record SlotFreed(int Attempt, string Reason, int Rung, DateTimeOffset? NextAt) : JobEvent;

/// <summary>A silent agent was heard of again.</summary>
public sealed record AgentHeardAgain(int Attempt, DateTimeOffset StatusBy, bool Started = true) : JobEvent;

/// <summary>The whole document is at the printer (patent step 6-12).</summary>
/// <param name="Grade">How sure that is; one of <c>CompletionGrades</c>.</param>
public sealed record TransferCompleted(int Attempt, long BytesSent, string Grade, long Milliseconds) : JobEvent;

/// <summary>The transfer broke after bytes had left (patent step 6-15).</summary>
public sealed record TransferFailed(int Attempt, long BytesSent, string Code, string? Text, DateTimeOffset? BlockUntil = null) : JobEvent;

/// <summary>
/// The transfer was cut off; nobody knows how much came out, so nothing is sent again by itself (design D8). By the agent's word, or by the
/// last rung of the ladder.
/// </summary>
public sealed record TransferInterrupted(int Attempt, long BytesSent, string? Reason = null) : JobEvent;

/// <summary>The job is gone, and will not be printed.</summary>
/// <param name="Code">One of the contracts' <c>StopCodes</c>.</param>
/// <param name="BytesSent">What had left before it was stopped.</param>
/// <param name="Unconfirmed">The agent never said that it had stopped.</param>
public sealed record JobCancelled(string Code, long BytesSent = 0, bool Unconfirmed = false) : JobEvent;

/// <summary>The job does not go until released.</summary>
/// <param name="Reason">One of <see cref="HoldReasons"/>.</param>
/// <param name="Advice">What its user is told; null as a rule.</param>
/// <param name="Lacks">What was not left of which budget; null when it is held for another reason.</param>
/// <param name="TryAt">When that budget begins anew, so that it is worth another try.</param>
public sealed record JobHeld(string Reason, JobAdvice? Advice = null, BudgetShare? Lacks = null, DateTimeOffset? TryAt = null) : JobEvent;

/// <summary>The job may go again.</summary>
public sealed record JobReleased(string Reason) : JobEvent;

/// <summary>The job has another priority; higher goes first.</summary>
public sealed record JobPrioritised(int Priority) : JobEvent;

/// <summary>The job has another place among those of its priority; smaller goes first. The default is the moment of queueing.</summary>
/// <param name="Rank">Microseconds since 1970; negative: promoted to the front, the latest first.</param>
public sealed record JobReordered(long Rank) : JobEvent;

/// <summary>The job is being removed, or stopped in order to be moved (patent step 5-2); its agent must confirm.</summary>
/// <param name="MoveTo">Where it goes afterwards; null when it is cancelled.</param>
public sealed record RemovalOrdered(string Code, string? MoveTo, DateTimeOffset ConfirmBy) : JobEvent;

/// <summary>The agent was told again to stop.</summary>
public sealed record RemovalReminded(int Times, DateTimeOffset ConfirmBy) : JobEvent;

/// <summary>The job stands in another queue, with its document, id, priority and age (patent step 7-12).</summary>
/// <param name="BytesSent">What had already left to the old printer.</param>
/// <param name="Attempt">The newest attempt by then; 0 in old events.</param>
public sealed record JobMoved(string From, string To, long BytesSent = 0, int Attempt = 0) : JobEvent;

/// <summary>A move was refused (patent step 7-13); the job stays where it is.</summary>
public sealed record MoveRefused(string To, string Code, string Rule) : JobEvent;

/// <summary>The user waits for the stopped printer (patent step 7-11).</summary>
public sealed record WaitChosen(string Resource) : JobEvent;

/// <summary>
/// The user wants it printed again, though pages may come out twice. The job had left its queue, so the event says all that the queue
/// needs.
/// </summary>
public sealed record ResendChosen(
    int Attempt, string Resource, string Agent, string Key, long RequestNumber, long Bytes, string Domain, string User, string? Title,
    bool Moved = false) : JobEvent
{
    /// <summary>The choice for this job.</summary>
    public static ResendChosen For(JobState job) => new(
        job.Attempt, job.Resource!, job.Agent, job.Key, job.RequestNumber, job.Bytes ?? 0, job.Domain!, job.User!, job.Title, job.Moved);
}

/// <summary>Why a job is held. Stored; never rename.</summary>
public static class HoldReasons
{
    public const string User = "user";
    public const string Operator = "operator";

    /// <summary>Its agent fell silent before anything was sent; it goes on when the agent is back.</summary>
    public const string AgentSilent = "agent-silent";

    /// <summary>It costs more than is left of a budget; it goes when there is enough, or when an operator releases it.</summary>
    public const string Budget = "budget";
}
