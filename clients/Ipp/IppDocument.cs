namespace TicketFlow.Ipp;

/// <summary>A document that follows a request.</summary>
/// <param name="Content">Read once, from where it stands to its end.</param>
/// <param name="Length">Its bytes, or null: then it goes chunked.</param>
public sealed record IppDocument(Stream Content, long? Length = null)
{
    /// <summary>
    /// Called once when the printer wants the document and before its first byte leaves (the request's attributes may have left). What it
    /// throws breaks the request off. A refusal by HTTP comes before it, but for documents under 1 kB; a printer that refuses by IPP alone
    /// (busy) is best asked first, by Create-Job, because HTTP calls its answer a success and goes on sending.
    /// </summary>
    public Func<CancellationToken, ValueTask>? BeforeFirstByte { get; init; }

    /// <summary>Told the bytes handed to the network so far.</summary>
    public IProgress<long>? Progress { get; init; }
}
