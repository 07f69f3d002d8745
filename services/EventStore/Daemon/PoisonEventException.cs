namespace TicketFlow.EventStore.Daemon;

/// <summary>An event that cannot be read or projected.</summary>
public sealed class PoisonEventException(long sequence, Exception inner)
    : Exception($"Event number {sequence} cannot be projected: {inner.Message}", inner)
{
    /// <summary>The event's <c>seq_id</c>.</summary>
    public long Sequence { get; } = sequence;
}

/// <summary>So many events had to be put aside that the projection itself must be wrong.</summary>
public sealed class TooManyParkedException(string shardName, int parked)
    : Exception($"Projection {shardName} put {parked} events aside: the projection is broken, not the events. Mend it and rebuild it.");

/// <summary>Another process moved the shard's checkpoint: this one must not write any more.</summary>
public sealed class ProgressionOutOfOrderException(string shardName, long floor)
    : Exception($"The checkpoint of {shardName} is no longer {floor}: another process moved it.");
