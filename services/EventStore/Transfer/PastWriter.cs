using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Appending;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Transfer;

/// <summary>An event that happened before it was written: history from elsewhere, or a demonstration.</summary>
/// <param name="StreamKey">Its stream.</param>
/// <param name="StreamType">Alias of the stream's aggregate, or null.</param>
/// <param name="Data">The event; its type is registered with the store.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="Actor">Who caused it.</param>
public sealed record PastEvent(string StreamKey, string? StreamType, object Data, DateTimeOffset At, string Actor);

/// <summary>
/// Appends history with its own times, in one transaction: all of it or nothing, inline projections included. Everybody else's appends are
/// recorded when they happen; this is for what happened elsewhere.
/// </summary>
public sealed class PastWriter(DocumentStore store)
{
    private const int EventsPerPage = 5_000;

    private readonly string _schema = store.Services.Options.DatabaseSchemaName;

    /// <summary>Writes the events in their order. The ids follow from stream and version, so what is written twice is refused.</summary>
    /// <exception cref="PostgresException">23505: some of it is in the log already; nothing was written.</exception>
    public async Task<long> WriteAsync(
        IReadOnlyList<PastEvent> events, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        if (events.Count == 0)
        {
            return 0;
        }

        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var versions = await LockAsync(connection, events, cancellation);
        await StartStreamsAsync(connection, events, cancellation);
        var written = 0L;
        foreach (var page in events.Chunk(EventsPerPage))
        {
            await WritePageAsync(connection, [.. page.Select(e => Stored(e, versions))], cancellation);
            written += page.Length;
            progress?.Report(written);
        }

        await FinishAsync(connection, versions, cancellation);
        await transaction.CommitAsync(cancellation);
        return written;
    }

    private async Task<Dictionary<string, long>> LockAsync(
        NpgsqlConnection connection, IReadOnlyList<PastEvent> events, CancellationToken cancellation)
    {
        string[] keys = [.. events.Select(e => e.StreamKey).Distinct(StringComparer.Ordinal)];
        await using var command = new NpgsqlCommand(store.Services.Writer.Sql.Lock, connection) { Parameters = { Texts(keys) } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return (await BatchWriter.ReadRowsAsync(reader, cancellation)).ToDictionary(
            row => row.Key, row => row.Value.Version, StringComparer.Ordinal);
    }

    private async Task StartStreamsAsync(NpgsqlConnection connection, IReadOnlyList<PastEvent> events, CancellationToken cancellation)
    {
        var streams = events.DistinctBy(e => e.StreamKey).OrderBy(e => e.StreamKey, StringComparer.Ordinal).ToArray();
        await using var command = new NpgsqlCommand($"""
            insert into {_schema}.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
            select p.id, p.type, 0, p.at, p.at, '*DEFAULT*', false from unnest($1, $2, $3) as p(id, type, at) on conflict (id) do nothing
            """, connection)
        {
            Parameters =
            {
                Texts([.. streams.Select(s => s.StreamKey)]), Texts([.. streams.Select(s => s.StreamType)]),
                Times([.. streams.Select(s => s.At)]),
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private StoredEvent Stored(PastEvent past, Dictionary<string, long> versions)
    {
        var version = versions[past.StreamKey] = versions.GetValueOrDefault(past.StreamKey) + 1;
        var mapping = store.Services.Events.For(past.Data.GetType());
        return new StoredEvent
        {
            Id = IdOf(past.StreamKey, version),
            StreamKey = past.StreamKey,
            Mapping = mapping,
            Data = past.Data,
            Json = JsonSerializer.SerializeToUtf8Bytes(past.Data, mapping.Json),
            HeadersJson = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["actor"] = past.Actor }),
            Version = version,
            Timestamp = past.At.ToUniversalTime(),
        };
    }

    private async Task WritePageAsync(NpgsqlConnection connection, StoredEvent[] page, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { EventsCommand(page) } };
        foreach (var projection in store.Services.Options.Projections.Inline)
        {
            new InlineProjectionRunner(projection).Apply(page, batch);
        }

        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private NpgsqlBatchCommand EventsCommand(StoredEvent[] page) => new($"""
        insert into {_schema}.mt_events
            (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type, headers, is_archived)
        select nextval('{_schema}.mt_events_sequence'), e.id, e.stream_id, e.version, e.data, e.type, e.at, '*DEFAULT*', e.dotnet, e.headers, false
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) with ordinality as e(id, stream_id, version, data, type, at, dotnet, headers, ord)
        order by e.ord
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<Guid[]> { TypedValue = [.. page.Select(e => e.Id)] },
            Texts([.. page.Select(e => e.StreamKey)]),
            new NpgsqlParameter<long[]> { TypedValue = [.. page.Select(e => e.Version)] },
            Json([.. page.Select(e => e.Json)]), Texts([.. page.Select(e => e.EventTypeName)]), Times([.. page.Select(e => e.Timestamp)]),
            Texts([.. page.Select(e => e.Mapping.DotNetTypeName)]), Json([.. page.Select(e => e.HeadersJson)]),
        },
    };

    private async Task FinishAsync(NpgsqlConnection connection, Dictionary<string, long> versions, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"""
                    update {_schema}.mt_streams s set version = p.version,
                        timestamp = greatest(s.timestamp, (select max(e.timestamp) from {_schema}.mt_events e where e.stream_id = s.id))
                    from unnest($1, $2) as p(id, version) where s.id = p.id
                    """)
                {
                    Parameters = { Texts([.. versions.Keys]), new NpgsqlParameter<long[]> { TypedValue = [.. versions.Values] } },
                },
                new("select pg_notify($1, '')")
                {
                    Parameters = { new NpgsqlParameter<string> { TypedValue = store.Services.Options.NotificationChannel } },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static Guid IdOf(string streamKey, long version) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{streamKey}\n{version}")).AsSpan(0, 16), bigEndian: true);

    private static NpgsqlParameter Texts(string?[] values) =>
        new NpgsqlParameter<string?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };

    private static NpgsqlParameter Times(DateTimeOffset[] values) =>
        new NpgsqlParameter<DateTimeOffset[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter Json(byte[]?[] values) =>
        new NpgsqlParameter<byte[]?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };
}
