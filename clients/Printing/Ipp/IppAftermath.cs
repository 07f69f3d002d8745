using TicketFlow.Ipp;
using TicketFlow.Printing.Raw;

namespace TicketFlow.Printing.Ipp;

/// <summary>
/// What follows when a job was broken off: the printer is asked what it has, and goes on with nothing that is not wanted.
/// </summary>
/// <param name="document">What was handed over, if anything.</param>
/// <param name="jobId">The job's number at the printer, where it is known.</param>
/// <param name="since">The printer's clock before the document left, where that is all that is known.</param>
internal sealed class IppAftermath(
    IppRequests requests, IppTransferOptions options, TimeProvider clock, SentDocument? document, int? jobId, int? since)
{
    private int? _jobId = jobId;

    private bool AnyByteLeft => document?.AnyByteLeft ?? false;

    /// <summary>The connection broke with bytes at the printer: what does it say? Null: the job is completed.</summary>
    public async Task<TransferBreak?> RecallAsync(TransferBreak broken, CancellationToken cancellationToken)
    {
        try
        {
            if (await FindAsync(cancellationToken) is not { } id)
            {
                return broken with { Text = $"{broken.Text} The printer does not know the job, or cannot be asked." };
            }

            var end = await Watch(id).UntilOverAsync(document!.IsComplete ? options.WatchLimit : options.RecallLimit, cancellationToken);
            if (end is { State: IppJobState.Completed })
            {
                return null;
            }

            end = end is { IsOver: true } ? end : await Watch(id).CancelAsync() ?? end;
            return broken with { Text = $"{broken.Text} The printer says of the job: {end?.ToString() ?? "nothing"}." };
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return await TakeBackAsync(TransferBreak.Cancelled);
        }
    }

    /// <summary>
    /// The job is no longer wanted, or cannot be finished: the printer must not go on with it. One that was through is done: null.
    /// </summary>
    public async Task<TransferBreak?> TakeBackAsync(TransferBreak broken)
    {
        if (AnyByteLeft && await FindAsync(CancellationToken.None) is { } id && await Watch(id).CancelAsync() is { } end)
        {
            return document!.IsComplete && end.State is IppJobState.Completed
                ? null
                : broken with { Text = $"{broken.Text} The printer says of the job: {end}." };
        }

        await LeaveNothingAsync();
        return broken;
    }

    /// <summary>A job that was created and gets no document must not wait at the printer for one.</summary>
    public async Task LeaveNothingAsync()
    {
        if (_jobId is { } id && !AnyByteLeft)
        {
            await Watch(id).CancelAsync();
        }
    }

    private async Task<int?> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _jobId ??= since is { } moment ? await IppLostJob.FindAsync(requests, moment, cancellationToken) : null;
        }
        catch (Exception e) when (IppFaults.IsFault(e) && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private IppJobWatch Watch(int id) => new(requests, id, options, clock);
}
