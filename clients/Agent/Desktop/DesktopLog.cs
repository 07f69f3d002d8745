using Microsoft.Extensions.Logging;

namespace TicketFlow.Agent.Desktop;

internal static partial class DesktopLog
{
    [LoggerMessage(2400, LogLevel.Information, "The desktop's printers are at ipp://127.0.0.1:{Port}/ipp/print/")]
    public static partial void Listens(ILogger log, int port);

    [LoggerMessage(2401, LogLevel.Error, "The desktop's printers are not there: {Reason} Free the port, or set another one")]
    public static partial void NotOpened(ILogger log, string reason);

    [LoggerMessage(2402, LogLevel.Information, "CUPS queue {Queue} now prints to TicketFlow printer {Printer}")]
    public static partial void QueueMade(ILogger log, string queue, string printer);

    [LoggerMessage(2403, LogLevel.Information, "CUPS queue {Queue} is gone: its TicketFlow printer is")]
    public static partial void QueueRemoved(ILogger log, string queue);

    [LoggerMessage(2404, LogLevel.Warning, "CUPS queue {Queue}: {Reason}")]
    public static partial void QueueFailed(ILogger log, string queue, string reason);

    [LoggerMessage(2405, LogLevel.Error, "A request to printer {Printer} met a fault of the agent")]
    public static partial void Fault(ILogger log, string printer, Exception error);

    [LoggerMessage(2406, LogLevel.Information, "Somebody wants to know which printer {Printer} is")]
    public static partial void Identified(ILogger log, string printer);

    [LoggerMessage(2407, LogLevel.Information, "LPD is at 127.0.0.1:{Port}")]
    public static partial void LpdListens(ILogger log, int port);

    [LoggerMessage(2408, LogLevel.Warning, "LPD: {Reason}")]
    public static partial void LpdBroke(ILogger log, string reason);

    [LoggerMessage(2409, LogLevel.Information, "Printer {Printer} has not told what it can: {Reason}")]
    public static partial void NotAsked(ILogger log, string printer, string reason);

    [LoggerMessage(2410, LogLevel.Information, "CUPS queue {Queue} now offers what TicketFlow printer {Printer} can")]
    public static partial void QueueRenewed(ILogger log, string queue, string printer);

    [LoggerMessage(2411, LogLevel.Warning, "The queues of CUPS could not be noted: {Reason}")]
    public static partial void NotNoted(ILogger log, string reason);
}
