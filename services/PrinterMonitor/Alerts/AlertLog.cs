using Microsoft.Extensions.Logging;

namespace TicketFlow.PrinterMonitor.Alerts;

internal static partial class AlertLog
{
    [LoggerMessage(2501, LogLevel.Warning, "Alerts cannot be read or written: {Reason}. Trying again.")]
    public static partial void LedgerAway(ILogger log, string reason);
}
