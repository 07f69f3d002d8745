using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using TicketFlow.Agent.Jobs;
using TicketFlow.Printing.Documents;

namespace TicketFlow.Agent.Spool;

/// <summary>
/// Looks into spooled documents before the server is asked (patent step 3-6), some at a time, so that documents made to be slow cost
/// neither memory nor all processors. Whatever goes wrong, the document is printed; less is known of it then.
/// </summary>
internal sealed class DocumentInspector(DocumentLimits limits, TimeProvider clock, ILogger<DocumentInspector> log) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(limits.Parallel);

    /// <param name="document">The whole document.</param>
    /// <param name="told">What the application told.</param>
    public Task<DocumentFacts> InspectAsync(ReadOnlyMemory<byte> document, DocumentFacts? told, CancellationToken cancellationToken)
    {
        // The intake's own buffer: always an array.
        _ = MemoryMarshal.TryGetArray(document, out var bytes);
        return InspectAsync(() => new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), told, cancellationToken);
    }

    /// <param name="open">Opens the document at its beginning.</param>
    public async Task<DocumentFacts> InspectAsync(Func<Stream> open, DocumentFacts? told, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            return DocumentFacts.Of(await Task.Run(() => Read(open, cancellationToken), cancellationToken), told);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();

    private DocumentProperties Read(Func<Stream> open, CancellationToken cancellationToken)
    {
        try
        {
            using var document = open();
            return DocumentReader.Read(document, limits, clock, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The top of whatever a document from anywhere may lead to: it must not cost the job.
            log.LogWarning(e, "A document could not be looked into; it is printed all the same");
            return DocumentProperties.Unknown;
        }
    }
}
