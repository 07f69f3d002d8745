using Microsoft.Extensions.Logging;

namespace TicketFlow.Delivery.Letters;

/// <summary>What operators read of letters' deliveries; numbers 9200 to 9299.</summary>
internal static partial class DeliveryLog
{
    [LoggerMessage(9201, LogLevel.Warning, "Letters cannot be read or written: {Reason}. Trying again.")]
    public static partial void BoxAway(ILogger log, string reason);

    [LoggerMessage(9202, LogLevel.Information, "Letter {Id} ({Kind}) was delivered to {Receiver}.")]
    public static partial void Delivered(ILogger log, Guid id, string kind, string receiver);

    [LoggerMessage(9203, LogLevel.Warning,
        "Letter {Id} could not be delivered to {Receiver} at try {Tries}: {Reason}. It will be tried again.")]
    public static partial void WillRetry(ILogger log, Guid id, string receiver, int tries, string reason);

    [LoggerMessage(9204, LogLevel.Error,
        "Letter {Id} was not delivered to {Receiver} and is given up after try {Tries}: {Reason}. Its row stays.")]
    public static partial void NotDelivered(ILogger log, Guid id, string receiver, int tries, string reason);
}
