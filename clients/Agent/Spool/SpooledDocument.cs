namespace TicketFlow.Agent.Spool;

/// <summary>
/// A document's file, read where it is asked for. A file's asynchronous read hands the same blocking call to another thread and comes back
/// from there, 200 times for 50 MB: with other work on the computer that was a third of a transfer's time.
/// </summary>
/// <exception cref="IOException">The document is gone.</exception>
/// <exception cref="UnauthorizedAccessException">The document may not be read.</exception>
internal sealed class SpooledDocument(string path) : FileStream(
    path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : new ValueTask<int>(Read(buffer.Span));
}
