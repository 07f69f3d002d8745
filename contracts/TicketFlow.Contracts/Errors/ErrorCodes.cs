namespace TicketFlow.Contracts.Errors;

/// <summary>Why a ticket was refused (M-2). Stable: scripts and helpdesks rely on them.</summary>
public static class RefusalCodes
{
    public const string Incomplete = "request-incomplete";
    public const string PrinterUnknown = "printer-unknown";
    public const string Duplicate = "request-duplicate";
    public const string JobUnknown = "job-unknown";
    public const string ClientTooOld = "client-too-old";
    public const string DriverTooOld = "driver-too-old";
    public const string DriverBlocked = "driver-blocked";
    public const string DriverNotCertified = "driver-not-certified";
    public const string PrinterDisabled = "printer-disabled";
    public const string PrinterNotAccepting = "printer-not-accepting";
    public const string PrinterStopped = "printer-stopped";
    public const string NotAllowed = "user-not-allowed";
    public const string OverQuota = "over-quota";

    /// <summary>A job for a resource that one user at a time has, without a queue.</summary>
    public const string ResourceExclusive = "resource-exclusive";

    /// <summary>A lease of a resource that has a queue.</summary>
    public const string ResourceQueued = "resource-queued";

    /// <summary>Somebody has the resource.</summary>
    public const string ResourceTaken = "resource-taken";

    /// <summary>The job is past the point where this could be done.</summary>
    public const string TooLate = "job-too-far";

    /// <summary>The spooled document is no longer kept.</summary>
    public const string DocumentGone = "document-gone";
}

/// <summary>Why a message was not taken at all.</summary>
public static class MessageErrors
{
    public const string Malformed = "message-malformed";
    public const string TooLarge = "message-too-large";
    public const string VersionUnknown = "message-version-unknown";
    public const string Forged = "message-forged";
    public const string Invalid = "message-invalid";
}

/// <summary>Why a document did not reach the printer.</summary>
public static class TransferErrors
{
    public const string Refused = "connection-refused";
    public const string Unreachable = "printer-unreachable";
    public const string Timeout = "connection-timeout";
    public const string Reset = "connection-reset";
    public const string ClosedEarly = "printer-closed-early";
    public const string Stalled = "transfer-stalled";

    /// <summary>The printer understood and said no: unknown queue, format or option.</summary>
    public const string Rejected = "transfer-rejected";

    /// <summary>The printer works but took no further job, for as long as the agent tried.</summary>
    public const string Occupied = "printer-occupied";

    /// <summary>The printer's certificate is not the one it had, or is signed by nobody known.</summary>
    public const string Untrusted = "printer-untrusted";

    /// <summary>The printer had the job and ended it itself.</summary>
    public const string Aborted = "printer-aborted";

    public const string SpoolGone = "spool-gone";
    public const string MechanismUnknown = "mechanism-unknown";

    /// <summary>The mechanism, a plug-in of the agent, does not work as it must.</summary>
    public const string MechanismFaulty = "mechanism-faulty";
    public const string AddressInvalid = "address-invalid";
    public const string Internal = "agent-internal";

    /// <summary>The agent has no room to note the start, so it does not start.</summary>
    public const string DiskFull = AgentErrors.DiskFull;

    /// <summary>The agent's disk does not keep the note of the start, so it does not start.</summary>
    public const string DiskFailed = AgentErrors.DiskFailed;
}

/// <summary>What the agent answers a local user when it cannot take a job.</summary>
public static class AgentErrors
{
    public const string SpoolFull = "spool-full";
    public const string DiskFull = "disk-full";

    /// <summary>The disk does not keep what is written.</summary>
    public const string DiskFailed = "disk-failed";
    public const string DocumentTooLarge = "document-too-large";
    public const string DocumentEmpty = "document-empty";
    public const string PrinterMissing = "printer-missing";
    public const string JobUnknown = "job-unknown";
    public const string JobAmbiguous = "job-ambiguous";

    /// <summary>The user has no lease of that resource.</summary>
    public const string LeaseUnknown = "lease-unknown";

    /// <summary>A lease for a time that means nothing.</summary>
    public const string LeaseInvalid = "lease-invalid";
    public const string TitleTooLong = "title-too-long";

    /// <summary>Copies, sides, paper, colour or pages that mean nothing.</summary>
    public const string InstructionInvalid = "instruction-invalid";
    public const string AgentUnreachable = "agent-unreachable";
    public const string ServerSilent = "server-silent";

    /// <summary>Another agent uses the same account.</summary>
    public const string IdentityInUse = "identity-in-use";

    /// <summary>The desktop's printers are switched off.</summary>
    public const string DesktopOff = "desktop-off";

    /// <summary>The TCP port of the desktop's printers belongs to another program.</summary>
    public const string DesktopPortTaken = "desktop-port-taken";

    /// <summary>The desktop's printers are everybody's on a shared machine: not every user installs or removes them.</summary>
    public const string DesktopNotAllowed = "desktop-not-allowed";

    /// <summary>The agent shows this user's notifications itself.</summary>
    public const string NoticesByAgent = "notices-by-agent";

    /// <summary>Notifications are switched off.</summary>
    public const string NoticesOff = "notices-off";
}
