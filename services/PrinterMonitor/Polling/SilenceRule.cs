using TicketFlow.Contracts.Errors;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.Polling;

/// <summary>What a silence means. Pure. One that never answered may have no SNMP at all: its silence says nothing.</summary>
internal static class SilenceRule
{
    /// <summary>
    /// How much one silence counts. An agent that found the device's door closed is a second witness: together they are enough. Not with a
    /// sleeper, which is slow at both doors.
    /// </summary>
    public static int WeightOf(string? checkReason, PrinterHealth? last) =>
        checkReason is TransferErrors.Refused or TransferErrors.Unreachable or TransferErrors.Timeout
            && last?.Activity != PrinterActivity.Sleeping
            ? Silence.ForgivenPolls + 1
            : 1;

    /// <summary>The health to tell, or null when there is nothing to tell.</summary>
    public static PrinterHealth? After(PrinterHealth? last, int misses) =>
        last is null || misses <= Silence.ForgivenPolls ? null : Silence.After(last, misses);
}
