namespace TicketFlow.Printing;

/// <summary>A document on its way to a resource.</summary>
/// <param name="Address">Where to, in the mechanism's own form; docs/transfers.md has them.</param>
/// <param name="Document">
/// The document from its first byte; read forward, not disposed. It may be slow on purpose (bandwidth). Where it can seek, a mechanism may
/// begin again after a printer refused it.
/// </param>
/// <param name="Length">Its length in bytes; a stream that ends earlier is a fault.</param>
public sealed record TransferJob(string Address, Stream Document, long Length)
{
    /// <summary>
    /// Called when the connection stands and before the first byte of the document leaves. What the caller must have on disk before a byte
    /// can be on paper, it writes here.
    /// </summary>
    public Func<CancellationToken, Task> BeforeFirstByte { get; init; } = static _ => Task.CompletedTask;

    /// <summary>
    /// Told, before <see cref="BeforeFirstByte"/>, what finds the job at the printer again, in the mechanism's own form; the caller keeps
    /// it with what it writes there (<see cref="IRecallsJobs"/>).
    /// </summary>
    public Action<string> NoteTrace { get; init; } = static _ => { };

    /// <summary>
    /// Cancelled when the caller cannot wait any longer for what the printer says of a document that it has wholly: what is known then is
    /// the result. Bytes on their way are not stopped by it.
    /// </summary>
    public CancellationToken WaitNoLonger { get; init; }

    /// <summary>What the job is called at the printer, where the mechanism can tell it.</summary>
    public JobLabel Label { get; init; } = JobLabel.Unnamed;

    /// <summary>How it is to be printed, where the mechanism can tell it.</summary>
    public PrintInstructions Instructions { get; init; } = PrintInstructions.None;

    /// <summary>Reads the next piece; a document that cannot be read any more looks like one that ended.</summary>
    internal async ValueTask<int> ReadDocumentAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await Document.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException)
        {
            return -1;
        }
    }
}
