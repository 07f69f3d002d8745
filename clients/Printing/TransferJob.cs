namespace TicketFlow.Printing;

/// <summary>A document on its way to a resource.</summary>
/// <param name="Address">Where to: <c>host:port</c> for raw.</param>
/// <param name="Document">The document from its first byte; read once, not disposed.</param>
/// <param name="Length">Its length in bytes; a stream that ends earlier is a fault.</param>
public sealed record TransferJob(string Address, Stream Document, long Length)
{
    /// <summary>
    /// Called when the connection stands and before the first byte leaves. What the caller must have on disk before a byte
    /// can be on paper, it writes here.
    /// </summary>
    public Func<CancellationToken, Task> BeforeFirstByte { get; init; } = static _ => Task.CompletedTask;
}
