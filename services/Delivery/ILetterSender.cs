namespace TicketFlow.Delivery;

/// <summary>Brings a letter to one receiver. Returns when the receiver has taken it.</summary>
public interface ILetterSender
{
    /// <exception cref="LetterRefusedException">The receiver will not take it, also not later.</exception>
    /// <exception cref="DeliveryFailedException">It could not be delivered; a later try may work.</exception>
    Task SendAsync(Letter letter, CancellationToken cancellation);
}

/// <summary>The receiver refused for good.</summary>
public sealed class LetterRefusedException(string reason) : Exception(reason);

/// <summary>The delivery failed for now.</summary>
public sealed class DeliveryFailedException(string reason, Exception? inner = null) : Exception(reason, inner);
