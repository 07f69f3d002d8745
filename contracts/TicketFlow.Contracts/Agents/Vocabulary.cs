namespace TicketFlow.Contracts.Agents;

/// <summary>States of a job as agents and users see them.</summary>
public static class JobStates
{
    /// <summary>Has an id, is not described yet.</summary>
    public const string Opened = "opened";

    /// <summary>In the printer's queue.</summary>
    public const string Waiting = "waiting";

    /// <summary>Held back by its user or an operator; does not go until released.</summary>
    public const string Held = "held";

    /// <summary>Go-ahead issued, transfer not reported yet.</summary>
    public const string Released = "released";

    /// <summary>Transferring.</summary>
    public const string Printing = "printing";

    /// <summary>Being removed, or stopped in order to be moved: waits for the agent's confirmation.</summary>
    public const string Removing = "removing";

    /// <summary>The agent fell silent.</summary>
    public const string Suspect = "suspect";

    public const string Completed = "completed";
    public const string Failed = "failed";

    /// <summary>Ended in mid-transfer; nobody knows how much came out. Sent again only by the user's choice.</summary>
    public const string Interrupted = "interrupted";

    public const string Cancelled = "cancelled";
    public const string Refused = "refused";
}

/// <summary>How sure a completion is (design D8).</summary>
public static class CompletionGrades
{
    /// <summary>The printer took all bytes and closed the connection in order.</summary>
    public const string Accepted = "accepted";

    /// <summary>… and the printer itself said that the job is done.</summary>
    public const string Reported = "reported";

    /// <summary>… and was seen idle again afterwards.</summary>
    public const string Idle = "idle";

    /// <summary>… and its page counter moved.</summary>
    public const string Counted = "counted";
}

/// <summary>Mechanisms of transfer (M-24).</summary>
public static class Mechanisms
{
    /// <summary>Raw TCP, usually port 9100.</summary>
    public const string Raw = "raw";

    /// <summary>Line printer daemon (RFC 1179).</summary>
    public const string Lpd = "lpd";

    /// <summary>Internet Printing Protocol (RFC 8011).</summary>
    public const string Ipp = "ipp";

    /// <summary>… over TLS (RFC 7472).</summary>
    public const string Ipps = "ipps";
}

/// <summary>Why a job waits.</summary>
public static class WaitReasons
{
    public const string Busy = "printer-busy";
    public const string Stopped = "printer-stopped";
    public const string Paused = "queue-paused";

    /// <summary>The job is held.</summary>
    public const string Held = "held";

    /// <summary>After a failed start, until the printer was checked or a time has passed.</summary>
    public const string Checking = "printer-checked";
}

/// <summary>What a user is advised (<see cref="Advice"/>).</summary>
public static class AdviceCodes
{
    /// <summary>The client is good enough, but a newer one is recommended.</summary>
    public const string ClientOutdated = "client-outdated";

    /// <summary>Little is left of a budget, or nothing any more; the job goes all the same.</summary>
    public const string BudgetLow = "budget-low";

    /// <summary>The job costs more than is left of a budget, and is held.</summary>
    public const string BudgetExhausted = "budget-exhausted";
}

/// <summary>How an agent has a job (<see cref="HeldJob"/>).</summary>
public static class HeldStates
{
    /// <summary>The document is there, nothing of it was sent.</summary>
    public const string Spooled = "spooled";

    /// <summary>It is being sent now.</summary>
    public const string Sending = "sending";

    /// <summary>It was sent completely.</summary>
    public const string Sent = "sent";

    /// <summary>Sending was cut off; nobody knows how much came out.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>It ended and was reported (failed, interrupted); the document is still there.</summary>
    public const string Kept = "kept";

    /// <summary>There is no document.</summary>
    public const string Gone = "gone";
}

/// <summary>Why a job is stopped (<see cref="CancelOrder"/>).</summary>
public static class StopCodes
{
    public const string ByUser = "cancelled-by-user";
    public const string ByOperator = "interrupted-by-operator";
    public const string NeverDescribed = "never-described";
    public const string Moved = "moved";

    /// <summary>Described, it turned out to cost more than is left of a budget.</summary>
    public const string OverQuota = "over-quota";

    /// <summary>The application gave up while the document came in.</summary>
    public const string BrokenOff = "submission-broken-off";
}

/// <summary>Whether a client has what it leased (<see cref="LeaseState"/>).</summary>
public static class LeaseStates
{
    public const string Granted = "granted";
    public const string Ended = "ended";
}

/// <summary>Why a lease ended. Stored; never rename.</summary>
public static class LeaseEnds
{
    /// <summary>Its user gave it back.</summary>
    public const string Returned = "returned";

    /// <summary>The time it was granted for is over.</summary>
    public const string Expired = "lease-expired";

    /// <summary>Its agent was not heard of for too long.</summary>
    public const string Silent = "agent-silent";

    /// <summary>An operator ended it.</summary>
    public const string TakenAway = "taken-away";
}

/// <summary>What a <see cref="Notice"/> is about.</summary>
public static class NoticeCodes
{
    /// <summary>The printer stopped: cancel, move or wait.</summary>
    public const string PrinterStopped = "printer-stopped";

    /// <summary>The printer works again; the job goes on by itself.</summary>
    public const string PrinterWorks = "printer-works";

    /// <summary>The job stands in another printer's queue now.</summary>
    public const string Moved = "job-moved";

    /// <summary>An operator holds the job.</summary>
    public const string Held = "job-held";

    /// <summary>The job is released again.</summary>
    public const string Released = "job-released";
}
