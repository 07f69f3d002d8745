namespace TicketFlow.Printing.Raw;

/// <summary>
/// Copies for printers that cannot be told a number: the document is sent so often, each time over a connection of its own, because a
/// second document behind the first is not understood by all. Together they are one transfer: begun once, and when one of them breaks,
/// some copies may be on paper.
/// </summary>
internal static class CopiesInTurn
{
    /// <param name="job">The document is taken back to its beginning between two copies.</param>
    /// <param name="copies">At least 2.</param>
    /// <param name="send">Sends one.</param>
    /// <param name="progress">Told bytes of the document, over all copies: half of them when half of the copies have left.</param>
    public static async Task<TransferResult> SendAsync(
        TransferJob job, int copies, Func<TransferJob, IProgress<long>, Task<TransferResult>> send, IProgress<long> progress)
    {
        if (!job.Document.CanSeek)
        {
            return new TransferResult(
                TransferFault.DocumentUnreadable, "The document can be read once only: copies cannot be made.", 0, AnyByteLeft: false, 0,
                TimeSpan.Zero);
        }

        var (took, tries, begin) = (TimeSpan.Zero, 0, job.Document.Position);
        for (var copy = 0; ; copy++)
        {
            job.Document.Position = begin;
            var share = new Share(progress, job.Length, copy, copies);
            var result = await send(copy == 0 ? job : job with { BeforeFirstByte = static _ => Task.CompletedTask }, share);
            (took, tries) = (took + result.Duration, tries + result.Tries);
            if (result.Fault is not null || copy == copies - 1)
            {
                return result with
                {
                    Text = result.Fault is null || copy == 0 ? result.Text : $"{result.Text} {copy} of {copies} copies had left wholly.",
                    BytesSent = share.Of(result.BytesSent),
                    AnyByteLeft = result.AnyByteLeft || copy > 0,
                    Tries = tries,
                    Duration = took,
                };
            }
        }
    }

    private sealed class Share(IProgress<long> whole, long length, int copy, int copies) : IProgress<long>
    {
        public void Report(long value) => whole.Report(Of(value));

        public long Of(long bytes) => (long)(((Int128)length * copy + bytes) / copies);
    }
}
