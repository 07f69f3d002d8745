using Microsoft.Extensions.Logging;

namespace TicketFlow.Reporting;

/// <summary>What operators read of the reporting service; numbers 3000 to 3099.</summary>
internal static partial class ReportingLog
{
    [LoggerMessage(3000, LogLevel.Warning, "Waiting for the database: {Reason}.")]
    public static partial void Waiting(ILogger log, string reason);

    [LoggerMessage(3001, LogLevel.Warning, "Parked events cannot be looked after: {Reason}. Trying again.")]
    public static partial void AlarmAway(ILogger log, string reason);
}
