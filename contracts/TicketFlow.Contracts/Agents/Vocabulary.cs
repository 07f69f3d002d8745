namespace TicketFlow.Contracts.Agents;

/// <summary>States of a job as agents and users see them.</summary>
public static class JobStates
{
    /// <summary>Has an id, is not described yet.</summary>
    public const string Opened = "opened";

    /// <summary>In the printer's queue.</summary>
    public const string Waiting = "waiting";

    /// <summary>Go-ahead issued, transfer not reported yet.</summary>
    public const string Released = "released";

    /// <summary>Transferring.</summary>
    public const string Printing = "printing";

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
}

/// <summary>Why a job waits.</summary>
public static class WaitReasons
{
    public const string Busy = "printer-busy";
    public const string Stopped = "printer-stopped";
    public const string Paused = "queue-paused";
}
