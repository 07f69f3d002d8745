using Microsoft.Extensions.Logging;

namespace TicketFlow.Messaging.Outgoing;

/// <summary>Log lines of the outgoing side; ids 9100 to 9199.</summary>
internal static partial class PostLog
{
    [LoggerMessage(9100, LogLevel.Warning, "The broker {Broker} cannot be reached: {Reason}. Trying again.")]
    public static partial void BrokerAway(ILogger log, string broker, string reason);

    [LoggerMessage(9101, LogLevel.Warning,
        "The connection to the broker broke: {Reason}. Opening a new one; what was on its way is repeated by its deadline.")]
    public static partial void BrokerLost(ILogger log, string reason);

    [LoggerMessage(9102, LogLevel.Error,
        "The queue of agent {Agent} is not as it should be and stays so: {Reason}. Delete it; the agent's next greeting makes it anew.")]
    public static partial void QueueIsForeign(ILogger log, string agent, string reason);
}
