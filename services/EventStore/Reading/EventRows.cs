using System.Text.Json;
using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Reading;

/// <summary>Turns rows of <c>mt_events</c> into events.</summary>
internal sealed class EventRows(EventRegistry registry)
{
    public const int StreamId = 2;
    public const int Version = 3;

    /// <summary>The columns, in the order <see cref="Read"/> expects them.</summary>
    public const string Columns =
        "e.seq_id, e.id, e.stream_id, e.version, e.data, e.type, e.timestamp, e.mt_dotnet_type, "
        + "e.correlation_id, e.causation_id, e.headers";

    /// <summary>The stream of a row, also of one that cannot be read.</summary>
    public static string StreamKeyOf(NpgsqlDataReader row) => row.GetString(StreamId);

    /// <summary>The stored alias of a row, also of one that cannot be read.</summary>
    public static string AliasOf(NpgsqlDataReader row) => row.GetString(5);

    /// <summary>The event, or null when it is one of Marten's own bookkeeping events.</summary>
    /// <exception cref="UnknownEventTypeException">The event's type is not known here.</exception>
    /// <exception cref="JsonException">The stored JSON does not fit the type.</exception>
    public StoredEvent? Read(NpgsqlDataReader row, string? streamKey = null)
    {
        var mapping = registry.Resolve(row.GetString(5), row.IsDBNull(7) ? null : row.GetString(7));
        if (mapping is null)
        {
            return null;
        }

        object data = JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(4), mapping.Json)
            ?? throw new JsonException($"Event '{mapping.Alias}' number {row.GetInt64(0)} is the JSON literal null.");
        if (mapping.Upcaster is not null)
        {
            (mapping, data) = registry.Upcast(mapping, data);
        }

        return new StoredEvent
        {
            Sequence = row.GetInt64(0),
            Id = row.GetGuid(1),
            StreamKey = streamKey ?? row.GetString(StreamId),
            Version = row.GetInt64(Version),
            Data = data,
            Mapping = mapping,
            Timestamp = row.GetFieldValue<DateTimeOffset>(6),
            CorrelationId = row.IsDBNull(8) ? null : row.GetString(8),
            CausationId = row.IsDBNull(9) ? null : row.GetString(9),
            HeadersJson = row.IsDBNull(10) ? null : row.GetFieldValue<byte[]>(10),
        };
    }
}
