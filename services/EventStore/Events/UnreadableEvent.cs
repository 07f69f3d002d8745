using System.Text.Json;

namespace TicketFlow.EventStore.Events;

/// <summary>An event as it is stored, because it cannot be read here: its type is unknown, or its JSON does not fit the type.</summary>
public sealed class UnreadableEvent : IEvent
{
    /// <inheritdoc/>
    public required Guid Id { get; init; }

    /// <inheritdoc/>
    public required long Version { get; init; }

    /// <inheritdoc/>
    public required long Sequence { get; init; }

    /// <inheritdoc/>
    public required string StreamKey { get; init; }

    /// <inheritdoc/>
    public required DateTimeOffset Timestamp { get; init; }

    /// <inheritdoc/>
    public required string EventTypeName { get; init; }

    /// <inheritdoc/>
    public string? CorrelationId { get; init; }

    /// <inheritdoc/>
    public string? CausationId { get; init; }

    /// <summary>Empty when they cannot be read either.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Headers { get; init; }

    /// <summary>Its JSON as stored.</summary>
    public required JsonElement Json { get; init; }

    /// <summary><see cref="Json"/>.</summary>
    public object Data => Json;

    /// <summary>Why it cannot be read, in the words of the failure.</summary>
    public required string Reason { get; init; }
}
