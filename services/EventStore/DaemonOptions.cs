using TicketFlow.EventStore.Daemon;

namespace TicketFlow.EventStore;

/// <summary>Timing of the async daemon. The waits are safety nets: commits wake it by notification.</summary>
public sealed class DaemonOptions
{
    /// <summary>Events read and projected at once. Default 1,000.</summary>
    public int PageSize { get; set; } = 1_000;

    /// <summary>Events projected at once by a rebuild, where a stream's many changes then cost one write. Default 10,000.</summary>
    public int RebuildPageSize { get; set; } = 10_000;

    /// <summary>How long a gap in the sequence is respected before it may be skipped. Default 3 s, as Marten's.</summary>
    public TimeSpan StaleSequenceThreshold { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Look again after this while something is going on or a gap is open. Default 250 ms.</summary>
    public TimeSpan BusyPolling { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Look again after this when no notification came. Default 1 s.</summary>
    public TimeSpan IdlePolling { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Pause after the database could not be reached, and between tries to become the one that runs a shard. Default 1
    /// s.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Put an event aside that cannot be projected, tell <see cref="OnParked"/>, and go on; a rebuild judges it anew. Default true.
    /// When false, the shard stops there.
    /// </summary>
    public bool ParkPoisonEvents { get; set; } = true;

    /// <summary>
    /// Parked events after which a shard stops nevertheless: so many mean that the projection is broken, not the events. Default 100.
    /// </summary>
    public int MaxParked { get; set; } = 100;

    /// <summary>Called after an event was put aside: the place to alert somebody. It must not throw.</summary>
    public Action<ParkedEvent>? OnParked { get; set; }

    internal void Validate()
    {
        StoreOptions.Require(PageSize is >= 1 and <= 50_000, $"Daemon.PageSize is {PageSize}; it must be 1 to 50,000.");
        StoreOptions.Require(
            RebuildPageSize is >= 1 and <= 50_000, $"Daemon.RebuildPageSize is {RebuildPageSize}; it must be 1 to 50,000.");
        StoreOptions.Require(MaxParked >= 1, $"Daemon.MaxParked is {MaxParked}; it must be at least 1.");
        StoreOptions.Require(StaleSequenceThreshold > TimeSpan.Zero, "Daemon.StaleSequenceThreshold must be more than zero.");
        StoreOptions.Require(BusyPolling > TimeSpan.Zero, "Daemon.BusyPolling must be more than zero.");
        StoreOptions.Require(IdlePolling > TimeSpan.Zero, "Daemon.IdlePolling must be more than zero.");
        StoreOptions.Require(RetryDelay > TimeSpan.Zero, "Daemon.RetryDelay must be more than zero.");
    }
}
