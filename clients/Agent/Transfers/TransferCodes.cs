using TicketFlow.Contracts.Errors;
using TicketFlow.Printing;

namespace TicketFlow.Agent.Transfers;

/// <summary>The codes of <see cref="TransferErrors"/> for what the printing library reports.</summary>
internal static class TransferCodes
{
    public static string Of(TransferFault fault) => fault switch
    {
        TransferFault.AddressInvalid => TransferErrors.AddressInvalid,
        TransferFault.Refused => TransferErrors.Refused,
        TransferFault.Unreachable => TransferErrors.Unreachable,
        TransferFault.Timeout => TransferErrors.Timeout,
        TransferFault.Reset => TransferErrors.Reset,
        TransferFault.ClosedEarly => TransferErrors.ClosedEarly,
        TransferFault.Stalled => TransferErrors.Stalled,
        TransferFault.DocumentUnreadable => TransferErrors.SpoolGone,
        _ => TransferErrors.Internal,
    };
}
