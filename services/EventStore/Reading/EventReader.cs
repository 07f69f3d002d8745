using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Sessions;

namespace TicketFlow.EventStore.Reading;

/// <summary>Reads streams and the log from the database.</summary>
internal sealed class EventReader(NpgsqlDataSource dataSource, EventRegistry registry, StoreOptions options)
{
    private readonly string _schema = options.DatabaseSchemaName;

    public EventRows Rows { get; } = new(registry);

    public NpgsqlDataSource DataSource { get; } = dataSource;

    public string LoadManySql => $"""
        select {EventRows.Columns} from {_schema}.mt_events e
        where e.stream_id = any($1) and e.is_archived = false order by e.stream_id, e.version
        """;

    public string LockFreeRowsSql => $"select s.id, s.version, s.is_archived from {_schema}.mt_streams s where s.id = any($1)";

    public async Task<IReadOnlyList<IEvent>> ReadStreamAsync(
        string streamKey, long version, DateTimeOffset? timestamp, long fromVersion, CancellationToken cancellation)
    {
        await using var command = DataSource.CreateCommand($"""
            select {EventRows.Columns} from {_schema}.mt_events e
            where e.stream_id = $1 and e.is_archived = false and e.version between $2 and $3 and e.timestamp <= $4 order by e.version
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamKey, NpgsqlDbType = NpgsqlDbType.Varchar });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = fromVersion });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = version > 0 ? version : long.MaxValue });
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset> { TypedValue = timestamp?.ToUniversalTime() ?? DateTimeOffset.MaxValue });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var events = new List<IEvent>();
        while (await reader.ReadAsync(cancellation))
        {
            if (Rows.Read(reader, streamKey) is { } stored)
            {
                events.Add(stored);
            }
        }

        return events;
    }

    public async Task<StreamState?> ReadStateAsync(string streamKey, CancellationToken cancellation)
    {
        await using var command = DataSource.CreateCommand(
            $"select version, type, timestamp, created, is_archived from {_schema}.mt_streams where id = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamKey, NpgsqlDbType = NpgsqlDbType.Varchar });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
        {
            return null;
        }

        return StateOf(reader, streamKey);
    }

    private static StreamState StateOf(NpgsqlDataReader row, string streamKey) => new(
        streamKey,
        row.GetInt64(0),
        row.IsDBNull(1) ? null : row.GetString(1),
        row.GetFieldValue<DateTimeOffset>(2),
        row.GetFieldValue<DateTimeOffset>(3),
        row.GetBoolean(4));

    /// <summary>One streaming query in sequence order; the server holds one snapshot while it runs.</summary>
    public async IAsyncEnumerable<IEvent> ReadAllAsync(
        long afterSequence, long? upToSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = DataSource.CreateCommand($"""
            select {EventRows.Columns} from {_schema}.mt_events e
            where e.seq_id > $1 and e.seq_id <= $2 and e.is_archived = false order by e.seq_id
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSequence });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upToSequence ?? long.MaxValue });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            if (Rows.Read(reader) is { } stored)
            {
                yield return stored;
            }
        }
    }
}
