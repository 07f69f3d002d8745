namespace TicketFlow.Agent.Jobs;

/// <summary>Wakes everybody who waits for the next change. Costs nothing while nobody does.</summary>
internal sealed class Pulse
{
    private volatile TaskCompletionSource? _waiting;

    /// <summary>Completes at the next beat.</summary>
    public Task Next()
    {
        while (true)
        {
            if (_waiting is { } present)
            {
                return present.Task;
            }

            var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _waiting, fresh, null) is null)
            {
                return fresh.Task;
            }
        }
    }

    public void Beat()
    {
        if (_waiting is not null)
        {
            Interlocked.Exchange(ref _waiting, null)?.TrySetResult();
        }
    }
}
