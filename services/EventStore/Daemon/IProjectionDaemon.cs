namespace TicketFlow.EventStore.Daemon;

/// <summary>What a shard does.</summary>
public enum ShardState
{
    /// <summary>Another process runs it, or the database is away.</summary>
    Waiting,

    /// <summary>This process runs it.</summary>
    Running,

    /// <summary>It met an event it cannot project; see the error.</summary>
    Stopped,
}

/// <summary>Where a shard stands.</summary>
/// <param name="Name">Name of the checkpoint row.</param>
/// <param name="State">What it does.</param>
/// <param name="Sequence">Projected up to here, as far as this process knows.</param>
/// <param name="Error">Why it stopped.</param>
/// <param name="Parked">Events this process put aside.</param>
public sealed record ShardStatus(string Name, ShardState State, long Sequence, Exception? Error, int Parked = 0);

/// <summary>
/// Runs the async projections. Several processes may run one each; an advisory lock per shard, the one Marten takes, decides who works.
/// </summary>
public interface IProjectionDaemon : IAsyncDisposable
{
    /// <summary>Where the shards stand.</summary>
    IReadOnlyList<ShardStatus> Shards { get; }

    /// <summary>The high-water mark as this process knows it.</summary>
    long HighWaterMark { get; }

    /// <summary>Starts the high-water detection and all shards.</summary>
    Task StartAllAsync();

    /// <summary>Ends them; the page in work is rolled back.</summary>
    Task StopAllAsync();

    /// <summary>
    /// Empties the projection and projects the whole log again, up to the mark at the time of the call. Waits for another process that
    /// runs it.
    /// </summary>
    Task RebuildProjectionAsync(string name, CancellationToken cancellation = default);

    /// <summary>Returns when every shard has projected all events that were committed at the time of the call.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    Task WaitForNonStaleDataAsync(TimeSpan timeout, CancellationToken cancellation = default);
}
