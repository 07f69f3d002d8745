using Microsoft.Extensions.Logging;

namespace TicketFlow.PrinterMonitor.Alerts;

internal static partial class AlertLog
{
    [LoggerMessage(2501, LogLevel.Warning, "Alerts cannot be read or written: {Reason}. Trying again.")]
    public static partial void LedgerAway(ILogger log, string reason);

    [LoggerMessage(2502, LogLevel.Information, "Letter {Id} ({Kind}) was delivered to {Receiver}.")]
    public static partial void Delivered(ILogger log, Guid id, string kind, string receiver);

    [LoggerMessage(2503, LogLevel.Warning,
        "Letter {Id} could not be delivered to {Receiver} at try {Tries}: {Reason}. It will be tried again.")]
    public static partial void WillRetry(ILogger log, Guid id, string receiver, int tries, string reason);

    [LoggerMessage(2504, LogLevel.Error,
        "Letter {Id} was not delivered to {Receiver} and is given up after try {Tries}: {Reason}. Its row stays.")]
    public static partial void NotDelivered(ILogger log, Guid id, string receiver, int tries, string reason);
}
