using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Daemon;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Reading;

/// <summary>The log for people to look at: an event that cannot be read comes as <see cref="UnreadableEvent"/> and stops nothing.</summary>
public sealed class LogReader(DocumentStore store)
{
    private readonly HighWaterDetector _detector = new(store.Services.Options);

    /// <summary>At the last look a hole held the mark back: what is above it may come soon.</summary>
    public bool HasGap => _detector.HasGap;

    /// <summary>A stream's events in order; archived ones are left out.</summary>
    public IAsyncEnumerable<IEvent> StreamAsync(string streamKey, CancellationToken cancellation = default) => ReadAsync(
        "e.stream_id = $1 order by e.version",
        [new NpgsqlParameter<string> { TypedValue = streamKey, NpgsqlDbType = NpgsqlDbType.Varchar }], cancellation);

    /// <summary>The log's events with numbers above <paramref name="after"/> and up to <paramref name="upTo"/>, in order.</summary>
    public IAsyncEnumerable<IEvent> AllAsync(long after, long upTo, CancellationToken cancellation = default) => ReadAsync(
        "e.seq_id > $1 and e.seq_id <= $2 order by e.seq_id",
        [new NpgsqlParameter<long> { TypedValue = after }, new NpgsqlParameter<long> { TypedValue = upTo }], cancellation);

    /// <summary>
    /// The high-water mark: who reads up to here and later from here on misses nothing, also when a transaction with a lower number commits
    /// last. One reader looks again and again: how long it has seen a hole decides when the hole may be skipped.
    /// </summary>
    public async Task<long> MarkAsync(CancellationToken cancellation = default)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        return await _detector.DetectAsync(connection, cancellation);
    }

    private async IAsyncEnumerable<IEvent> ReadAsync(
        string which, NpgsqlParameter[] parameters, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand($"""
            select {EventRows.Columns} from {store.Services.Options.DatabaseSchemaName}.mt_events e where e.is_archived = false and {which}
            """);
        command.CommandTimeout = 0;
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (Read(reader) is { } stored)
            {
                yield return stored;
            }
        }
    }

    private IEvent? Read(NpgsqlDataReader row)
    {
        try
        {
            var stored = store.Services.Reader.Rows.Read(row);

            // Parsed when somebody looks, which is here, where a failure is still known to be this event's.
            _ = stored?.Headers;
            return stored;
        }
        catch (Exception exception) when (ParkingRule.IsTheEventsFault(exception))
        {
            return Raw(row, exception.Message);
        }
    }

    private static UnreadableEvent Raw(NpgsqlDataReader row, string reason) => new()
    {
        Sequence = row.GetInt64(0),
        Id = row.GetGuid(1),
        StreamKey = EventRows.StreamKeyOf(row),
        Version = row.GetInt64(EventRows.Version),
        Json = JsonSerializer.Deserialize<JsonElement>(row.GetFieldValue<byte[]>(4)),
        EventTypeName = EventRows.AliasOf(row),
        Timestamp = row.GetFieldValue<DateTimeOffset>(6),
        CorrelationId = row.IsDBNull(8) ? null : row.GetString(8),
        CausationId = row.IsDBNull(9) ? null : row.GetString(9),
        Headers = HeadersOf(row),
        Reason = reason,
    };

    private static Dictionary<string, JsonElement> HeadersOf(NpgsqlDataReader row)
    {
        var stored = row.IsDBNull(10) ? default : JsonSerializer.Deserialize<JsonElement>(row.GetFieldValue<byte[]>(10));
        return stored.ValueKind == JsonValueKind.Object
            ? stored.EnumerateObject().ToDictionary(h => h.Name, h => h.Value, StringComparer.Ordinal) : [];
    }
}
