using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Journal;

/// <summary>What a failed write means to the user: no room, or a disk that does not keep what is written.</summary>
internal static class DiskFaults
{
    // errno, which the runtime keeps as it is in HResult; but for EFBIG (a limit on files) it throws an ArgumentOutOfRangeException.
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <summary><see cref="AgentErrors.DiskFull"/> or <see cref="AgentErrors.DiskFailed"/>.</summary>
    public static string CodeOf(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is ArgumentOutOfRangeException or IOException { HResult: NoSpace or QuotaExceeded })
            {
                return AgentErrors.DiskFull;
            }
        }

        return AgentErrors.DiskFailed;
    }

    /// <summary>A sentence with what to do next.</summary>
    public static string TextOf(Exception error) => CodeOf(error) == AgentErrors.DiskFull
        ? "The agent's disk is full. Nothing of the document was kept; make room and print again. " + error.Message
        : "The agent's disk does not keep what is written. Nothing of the document was kept; tell the helpdesk. " + error.Message;
}
