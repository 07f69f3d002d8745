namespace TicketFlow.EventStore.Daemon;

/// <summary>An event that cannot be read or projected.</summary>
public sealed class PoisonEventException(long sequence, Exception inner)
    : Exception($"Event number {sequence} cannot be projected: {inner.Message}", inner)
{
    /// <summary>The event's <c>seq_id</c>.</summary>
    public long Sequence { get; } = sequence;
}

/// <summary>Another process moved the shard's checkpoint: this one must not write any more.</summary>
public sealed class ProgressionOutOfOrderException(string shardName, long floor)
    : Exception($"The checkpoint of {shardName} is no longer {floor}: another process moved it.");
