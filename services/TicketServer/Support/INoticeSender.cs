namespace TicketFlow.TicketServer.Support;

/// <summary>Brings a notice to one receiver. Returns when the receiver has taken it.</summary>
internal interface INoticeSender
{
    /// <exception cref="NoticeRefusedException">The receiver will not take it, also not later.</exception>
    /// <exception cref="DeliveryFailedException">It could not be delivered; a later try may work.</exception>
    Task SendAsync(PendingNotice notice, CancellationToken cancellation);
}

/// <summary>The receiver refused for good.</summary>
internal sealed class NoticeRefusedException(string reason) : Exception(reason);

/// <summary>The delivery failed for now.</summary>
internal sealed class DeliveryFailedException(string reason, Exception? inner = null) : Exception(reason, inner);
