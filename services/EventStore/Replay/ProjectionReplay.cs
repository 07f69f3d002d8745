using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Replay;

/// <summary>
/// Projects the log, or a part of it, into tables of the caller's choice: whatever is first in the connection's search path. With
/// <c>pg_temp</c> there, a past moment or a second opinion costs no table that stays.
/// </summary>
public sealed class ProjectionReplay
{
    private const int PageSize = 5_000;

    private readonly StoreServices _store;
    private readonly string[] _aliases;
    private readonly Func<IPageWriter> _open;

    private ProjectionReplay(StoreServices store, string schemaSql, IReadOnlyCollection<Type> types, Func<IPageWriter> open)
    {
        (_store, SchemaSql, _open) = (store, schemaSql, open);
        _aliases = [.. types.SelectMany(store.Events.AliasesOf).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>DDL of the projection's tables.</summary>
    public string SchemaSql { get; }

    /// <summary>A replay of an inline projection.</summary>
    public static ProjectionReplay Of(DocumentStore store, IInlineProjection projection) =>
        new(store.Services, projection.SchemaSql, projection.EventTypes, () => new InlinePages(projection));

    /// <summary>A replay of an async projection.</summary>
    public static ProjectionReplay Of(DocumentStore store, EventProjection projection) =>
        new(store.Services, projection.SchemaSql, projection.EventTypes, projection.OpenPages);

    /// <summary>
    /// Creates the tables and projects, all in the caller's transaction. At isolation level repeatable read the result is the state of one
    /// moment, comparable to the live tables read in the same transaction.
    /// </summary>
    public async Task<ReplayProgress> RunAsync(
        NpgsqlConnection connection, ReplayRange range, IProgress<ReplayProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        await using (var create = new NpgsqlCommand(SchemaSql, connection))
        {
            await create.ExecuteNonQueryAsync(cancellation);
        }

        var writer = _open();
        var state = new ReplayProgress(0, range.After, await HighestAsync(connection, range, cancellation));
        progress?.Report(state);
        while (true)
        {
            var (events, last) = await ReadAsync(connection, state.Sequence, range, cancellation);
            if (last == state.Sequence)
            {
                return state;
            }

            if (events.Count > 0)
            {
                await using var batch = new NpgsqlBatch(connection);
                await writer.AddAsync(events, connection, batch, cancellation);
                await batch.ExecuteNonQueryAsync(cancellation);
            }

            state = state with { Events = state.Events + events.Count, Sequence = last };
            progress?.Report(state);
        }
    }

    private async Task<long> HighestAsync(NpgsqlConnection connection, ReplayRange range, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select coalesce(max(seq_id), 0) from {_store.Options.DatabaseSchemaName}.mt_events where seq_id <= $1 and timestamp <= $2",
            connection);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = range.UpTo ?? long.MaxValue });
        command.Parameters.Add(
            new NpgsqlParameter<DateTimeOffset> { TypedValue = range.Until?.ToUniversalTime() ?? DateTimeOffset.MaxValue });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task<(List<IEvent> Events, long Last)> ReadAsync(
        NpgsqlConnection connection, long after, ReplayRange range, CancellationToken cancellation)
    {
        await using var command = Command(connection, after, range);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (events, last) = (new List<IEvent>(PageSize), after);
        while (await reader.ReadAsync(cancellation))
        {
            last = reader.GetInt64(0);
            if (_store.Reader.Rows.Read(reader) is { } stored)
            {
                events.Add(stored);
            }
        }

        return (events, last);
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, long after, ReplayRange range) => new($"""
        select {Reading.EventRows.Columns} from {_store.Options.DatabaseSchemaName}.mt_events e
        where e.seq_id > $1 and e.seq_id <= $2 and e.timestamp <= $3 and (cardinality($4) = 0 or e.type = any($4))
            and ($5::varchar[] is null or e.stream_id = any($5)) and e.is_archived = false and e.seq_id <> all($6)
        order by e.seq_id limit {PageSize}
        """, connection)
    {
        CommandTimeout = 0,
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = after },
            new NpgsqlParameter<long> { TypedValue = range.UpTo ?? long.MaxValue },
            new NpgsqlParameter<DateTimeOffset> { TypedValue = range.Until?.ToUniversalTime() ?? DateTimeOffset.MaxValue },
            new NpgsqlParameter { Value = _aliases, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar },
            new NpgsqlParameter
            {
                Value = range.Streams is { } streams ? streams.ToArray() : DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar,
            },
            new NpgsqlParameter<long[]> { TypedValue = [.. range.Without ?? []] },
        },
    };

    private sealed class InlinePages(IInlineProjection projection) : IPageWriter
    {
        public ValueTask AddAsync(
            IReadOnlyList<IEvent> events, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
        {
            projection.Apply(events, batch);
            return ValueTask.CompletedTask;
        }
    }
}
