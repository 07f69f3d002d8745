using TicketFlow.Ipp;

namespace TicketFlow.Printing.Ipp;

/// <summary>Asks the printer what becomes of a job that it has.</summary>
internal sealed class IppJobWatch(IppRequests requests, int jobId, IppTransferOptions options, TimeProvider clock)
{
    /// <summary>Looks until the job is over.</summary>
    /// <returns>Its end; or the last that is known, or null, when the limit passed, the printer forgot the job or fell silent.</returns>
    public async Task<IppJobEnd?> UntilOverAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var heardAt = began;
        var wait = options.WatchInterval;
        var known = default(IppJobEnd);
        while (clock.GetElapsedTime(began) < limit && clock.GetElapsedTime(heardAt) <= options.RecallLimit)
        {
            if (await LookAsync(cancellationToken) is { } answer)
            {
                heardAt = clock.GetTimestamp();
                if (!answer.IsSuccess)
                {
                    return known;
                }

                known = IppJobEnd.From(answer) ?? known;
                if (known is { IsOver: true })
                {
                    return known;
                }
            }

            await Task.Delay(wait, clock, cancellationToken);
            wait = wait * 2 < options.WatchIntervalMax ? wait * 2 : options.WatchIntervalMax;
        }

        return known;
    }

    /// <summary>Takes the job away from the printer.</summary>
    /// <returns>How it ended, as far as the printer says.</returns>
    public async Task<IppJobEnd?> CancelAsync()
    {
        try
        {
            await requests.AskAsync(requests.CancelJob(jobId), CancellationToken.None);
            return await LookAsync(CancellationToken.None) is { IsSuccess: true } answer ? IppJobEnd.From(answer) : null;
        }
        catch (Exception e) when (IppFaults.IsFault(e))
        {
            return null;
        }
    }

    private async Task<IppMessage?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await requests.AskAsync(requests.JobAttributesOf(jobId), cancellationToken);
        }
        catch (Exception e) when (IppFaults.IsFault(e) && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
