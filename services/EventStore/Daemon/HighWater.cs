namespace TicketFlow.EventStore.Daemon;

/// <summary>The mark as this process knows it; shards wait on it.</summary>
internal sealed class HighWater
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _moved = New();
    // -1: nobody has looked yet.
    private long _mark = -1;

    public long Mark => Math.Max(0, Volatile.Read(ref _mark));

    public void Publish(long mark)
    {
        TaskCompletionSource moved;
        lock (_lock)
        {
            if (mark <= _mark)
            {
                return;
            }

            _mark = mark;
            moved = _moved;
            _moved = New();
        }

        moved.TrySetResult();
    }

    /// <summary>Returns once the mark is above <paramref name="floor"/>.</summary>
    public async Task<long> WaitBeyondAsync(long floor, CancellationToken cancellation)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                if (_mark > floor)
                {
                    return _mark;
                }

                moved = _moved.Task;
            }

            await moved.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
