using System.Text.Json;

namespace TicketFlow.EventStore.Events;

/// <summary>One stored event with its metadata; mirrors a row of <c>mt_events</c>.</summary>
public interface IEvent
{
    /// <summary>Event id (UUID version 7), <c>mt_events.id</c>.</summary>
    Guid Id { get; }

    /// <summary>Place inside the stream, 1, 2, 3 … without holes.</summary>
    long Version { get; }

    /// <summary>Place in the whole log, <c>mt_events.seq_id</c>: allocation order, not commit order.</summary>
    long Sequence { get; }

    /// <summary>Stream key, for example <c>job-7kq2…</c>.</summary>
    string StreamKey { get; }

    /// <summary>When it was recorded, UTC.</summary>
    DateTimeOffset Timestamp { get; }

    /// <summary>Stored alias, <c>mt_events.type</c>.</summary>
    string EventTypeName { get; }

    /// <summary>Who or what caused it: the id of the request that led here.</summary>
    string? CorrelationId { get; }

    /// <summary>The id of the direct cause.</summary>
    string? CausationId { get; }

    /// <summary>Headers, empty when none were stored.</summary>
    IReadOnlyDictionary<string, JsonElement> Headers { get; }

    /// <summary>The event itself.</summary>
    object Data { get; }
}
