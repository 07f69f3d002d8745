namespace TicketFlow.TicketServer.Jobs;

/// <summary>
/// Messages of one job are handled one after the other, in the order they were delivered. An agent's last report and the hello of its next
/// life are in this order in the queue; handled side by side, the hello could take a job for lost whose completion is just being written.
/// </summary>
public sealed class JobOrder
{
    /// <summary>Many more than messages in hand, so that strangers seldom share a lane.</summary>
    private const int LaneCount = 8192;

    private readonly SemaphoreSlim[] _lanes = [.. Enumerable.Range(0, LaneCount).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits for the job's turn; dispose to hand it on. Waiting ones are served first come, first served.</summary>
    public async Task<IDisposable> TakeTurnAsync(Guid job, CancellationToken cancellation)
    {
        var lane = _lanes[(uint)job.GetHashCode() % LaneCount];
        await lane.WaitAsync(cancellation);
        return new Turn(lane);
    }

    private sealed class Turn(SemaphoreSlim lane) : IDisposable
    {
        public void Dispose() => lane.Release();
    }
}
