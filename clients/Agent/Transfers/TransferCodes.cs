using TicketFlow.Contracts.Agents;
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
        TransferFault.Rejected => TransferErrors.Rejected,
        TransferFault.Busy => TransferErrors.Occupied,
        TransferFault.Untrusted => TransferErrors.Untrusted,
        TransferFault.Aborted => TransferErrors.Aborted,
        TransferFault.MechanismFaulty => TransferErrors.MechanismFaulty,
        TransferFault.DocumentUnreadable => TransferErrors.SpoolGone,
        _ => TransferErrors.Internal,
    };

    /// <summary>The word of <see cref="CompletionGrades"/>; null for the plain <c>accepted</c>.</summary>
    public static string? Of(TransferGrade grade) => grade is TransferGrade.Reported ? CompletionGrades.Reported : null;
}
