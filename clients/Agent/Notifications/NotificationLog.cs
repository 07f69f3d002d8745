using Microsoft.Extensions.Logging;

namespace TicketFlow.Agent.Notifications;

internal static partial class NotificationLog
{
    [LoggerMessage(2550, LogLevel.Warning, "The desktop's notifications cannot be reached: {Reason}")]
    public static partial void NotShown(ILogger log, string reason);
}
