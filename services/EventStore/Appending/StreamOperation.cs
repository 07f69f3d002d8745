using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Appending;

/// <summary>What one unit does to one stream.</summary>
internal sealed class StreamOperation(string key)
{
    public string Key { get; } = key;

    /// <summary>The version the stream must have before; null = any.</summary>
    public long? VersionBefore { get; set; }

    /// <summary>The stream must not exist (StartStream).</summary>
    public bool MustStart { get; set; }

    /// <summary>Goes to <c>mt_streams.type</c> when this operation starts the stream.</summary>
    public string? AggregateAlias { get; set; }

    /// <summary>Folds a stream started here into the hot cache; null = not cached.</summary>
    public AggregateDefinition? Aggregate { get; set; }

    public bool Archive { get; set; }

    public List<StoredEvent> Events { get; } = [];
}
