using TicketFlow.Contracts.Errors;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Desktop.Printer;

/// <summary>The IPP status for a code of the agent or the server.</summary>
internal static class IppCodes
{
    public static IppStatus Of(string? code) => code switch
    {
        AgentErrors.DocumentEmpty => IppStatus.BadRequest,
        AgentErrors.DocumentTooLarge => IppStatus.RequestEntityTooLarge,
        AgentErrors.SpoolFull or AgentErrors.DiskFull => IppStatus.TemporaryError,
        AgentErrors.ServerSilent or AgentErrors.IdentityInUse => IppStatus.ServiceUnavailable,
        RefusalCodes.NotAllowed or RefusalCodes.OverQuota => IppStatus.NotAuthorized,
        RefusalCodes.PrinterDisabled or RefusalCodes.PrinterNotAccepting or RefusalCodes.PrinterStopped => IppStatus.NotAcceptingJobs,
        RefusalCodes.PrinterUnknown => IppStatus.NotFound,
        _ => IppStatus.NotPossible,
    };
}
