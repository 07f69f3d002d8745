namespace TicketFlow.EventStore.Daemon;

/// <summary>A shard agent at work, and the way to end it.</summary>
internal sealed class RunningShard
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly Task _loop;

    public RunningShard(ShardAgent agent)
    {
        Agent = agent;
        _loop = Task.Run(() => agent.RunAsync(_cancel.Token), CancellationToken.None);
    }

    public ShardAgent Agent { get; }

    /// <summary>Ends it; the page in work is rolled back.</summary>
    public async Task StopAsync()
    {
        await _cancel.CancelAsync();
        await _loop;
        _cancel.Dispose();
    }
}
