using Microsoft.Extensions.Logging;

namespace TicketFlow.Agent.Transfers;

internal static partial class TransferLog
{
    [LoggerMessage(2300, LogLevel.Error, "The transfer of job {Key} met a fault of the agent")]
    public static partial void Fault(ILogger log, string key, Exception error);
}
