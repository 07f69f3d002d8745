using System.Text.Json;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Sessions;

namespace TicketFlow.EventStore.Appending;

/// <summary>What a session says about its events.</summary>
internal sealed record EventMetadata(string? CorrelationId, string? CausationId, IReadOnlyDictionary<string, object>? Headers);

/// <summary>Serializes a session's work. It runs on the caller's thread, so that the committer only moves bytes.</summary>
internal sealed class UnitFactory(EventRegistry registry, StoreOptions options)
{
    /// <exception cref="AppendRejectedException">An event cannot be serialized or is too large.</exception>
    public AppendUnit Create(
        (IReadOnlyCollection<PendingStream> Streams, IReadOnlyList<(PendingStream Stream, object Data)> Events) pending,
        EventMetadata metadata)
    {
        var operations = new Dictionary<PendingStream, StreamOperation>(pending.Streams.Count);
        foreach (var stream in pending.Streams)
        {
            operations.Add(stream, new StreamOperation(stream.Key)
            {
                VersionBefore = stream.VersionBefore,
                MustStart = stream.MustStart,
                AggregateAlias = stream.AggregateAlias,
                Aggregate = stream.Aggregate,
                Archive = stream.Archive,
            });
        }

        var headers = SerializeHeaders(metadata.Headers);
        var events = new List<StoredEvent>(pending.Events.Count);
        foreach (var (stream, data) in pending.Events)
        {
            var stored = Serialize(stream.Key, data, metadata, headers);
            operations[stream].Events.Add(stored);
            events.Add(stored);
        }

        return new AppendUnit([.. operations.Values], events);
    }

    /// <exception cref="AppendRejectedException">An event cannot be serialized or is too large.</exception>
    public AppendUnit Create(StreamAppend append)
    {
        var operation = new StreamOperation(append.StreamKey) { VersionBefore = append.VersionBefore };
        var headers = SerializeHeaders(append.Headers);
        var metadata = new EventMetadata(append.CorrelationId, append.CausationId, append.Headers);
        foreach (var data in append.Events)
        {
            operation.Events.Add(Serialize(append.StreamKey, data, metadata, headers));
        }

        return new AppendUnit([operation], operation.Events);
    }

    private StoredEvent Serialize(string streamKey, object data, EventMetadata metadata, byte[]? headers)
    {
        var mapping = registry.For(data.GetType());
        var json = Serialize(() => JsonSerializer.SerializeToUtf8Bytes(data, mapping.Json), mapping.Alias);
        if (json.Length > options.MaxEventBytes)
        {
            throw new AppendRejectedException(
                "event-too-large",
                $"Event '{mapping.Alias}' for stream '{streamKey}' has {json.Length} bytes; at most {options.MaxEventBytes} are stored.");
        }

        return new StoredEvent
        {
            Id = Guid.CreateVersion7(options.TimeProvider.GetUtcNow()),
            StreamKey = streamKey,
            Mapping = mapping,
            CorrelationId = metadata.CorrelationId,
            CausationId = metadata.CausationId,
            HeadersJson = headers,
            Data = data,
            Json = json,
        };
    }

    private static byte[]? SerializeHeaders(IReadOnlyDictionary<string, object>? headers) =>
        headers is null or { Count: 0 } ? null
            : Serialize(() => JsonSerializer.SerializeToUtf8Bytes(headers, EventJson.Options), "headers");

    private static byte[] Serialize(Func<byte[]> serialize, string what)
    {
        try
        {
            return serialize();
        }
        catch (Exception exception) when (
            exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new AppendRejectedException(
                "event-not-serializable", $"'{what}' cannot be written as JSON: {exception.Message}", exception);
        }
    }
}
