using System.Globalization;
using TicketFlow.Ipp;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Ipp;

/// <summary>
/// What became of a job whose sender died (design D8): asked of the printer rather than guessed. The trace is the job's id, or, for a
/// printer that makes no jobs beforehand, the printer's clock before the document left.
/// </summary>
internal sealed class IppRecall(IppRequests requests, TransferJob job, IppTransferOptions options, TimeProvider clock)
{
    private const string Since = "since:";

    public static string TraceOf(int jobId) => jobId.ToString(CultureInfo.InvariantCulture);

    public static string TraceSince(int printerUpTime) => Since + printerUpTime.ToString(CultureInfo.InvariantCulture);

    /// <summary>The printer's word; null for none.</summary>
    /// <returns>Whether the job is done, and else what to say of it.</returns>
    public async Task<(bool Completed, TransferBreak? Broken)?> RunAsync(string trace, CancellationToken cancellationToken)
    {
        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, job.WaitNoLonger);
        var id = default(int?);
        try
        {
            id = await FindAsync(trace, wait.Token);
            return id is { } found ? await JudgeAsync(Watch(found), wait.Token) : null;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            id ??= await FindAsync(trace, CancellationToken.None);
            var end = id is { } found ? await Watch(found).CancelAsync() : null;
            return end is { State: IppJobState.Completed } ? (true, null) : (false, TransferBreak.Cancelled);
        }
    }

    private async Task<(bool Completed, TransferBreak? Broken)?> JudgeAsync(IppJobWatch watch, CancellationToken cancellationToken)
    {
        // A printer may have the rest of the document in its buffers: what it says of the beginning is not its last word.
        var end = await watch.UntilOverAsync(options.RecallLimit, cancellationToken);
        if (end is { IsOver: false, WaitsForDocument: false })
        {
            end = await watch.UntilOverAsync(options.WatchLimit, cancellationToken);
        }

        return end switch
        {
            { State: IppJobState.Completed } => (true, null),
            { IsOver: true } => (false, new TransferBreak(TransferFault.Aborted, $"{job.Address} ended the job itself: {end}.")),
            { WaitsForDocument: true } => (false, new TransferBreak(
                TransferFault.ClosedEarly,
                $"{job.Address} has only a part of the document, because the agent died. The job was taken away from it: "
                + $"{await watch.CancelAsync() ?? end}.")),
            _ => null,
        };
    }

    private async Task<int?> FindAsync(string trace, CancellationToken cancellationToken)
    {
        if (int.TryParse(trace, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return id;
        }

        if (!trace.StartsWith(Since, StringComparison.Ordinal)
            || !int.TryParse(trace.AsSpan(Since.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var since))
        {
            return null;
        }

        try
        {
            return await IppLostJob.FindAsync(requests, since, cancellationToken);
        }
        catch (Exception e) when (IppFaults.IsFault(e) && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private IppJobWatch Watch(int id) => new(requests, id, options, clock);
}
