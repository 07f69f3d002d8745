using System.Text.Json;

namespace TicketFlow.EventStore.Events;

/// <summary>An event on its way into the log or out of it.</summary>
internal sealed class StoredEvent : IEvent
{
    private static readonly Dictionary<string, JsonElement> NoHeaders = [];
    private IReadOnlyDictionary<string, JsonElement>? _headers;

    public required Guid Id { get; init; }

    public long Version { get; set; }

    public long Sequence { get; set; }

    public required string StreamKey { get; init; }

    public DateTimeOffset Timestamp { get; set; }

    public required EventMapping Mapping { get; init; }

    public string EventTypeName => Mapping.Alias;

    public string? CorrelationId { get; init; }

    public string? CausationId { get; init; }

    /// <summary>The headers as stored, or null; parsed only when somebody looks.</summary>
    public byte[]? HeadersJson { get; init; }

    public required object Data { get; init; }

    /// <summary>The serialized event while it is being appended.</summary>
    public byte[]? Json { get; set; }

    public IReadOnlyDictionary<string, JsonElement> Headers => _headers ??= Parse(HeadersJson);

    // SQL null, the literal null and an object all occur: the writers of this format differ.
    private static Dictionary<string, JsonElement> Parse(byte[]? json) =>
        json is null ? NoHeaders : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json) ?? NoHeaders;
}
