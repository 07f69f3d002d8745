using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.EventStore.Transfer;

/// <summary>
/// The log as lines of JSON, one event each, and back: every column as it is stored, so that what is brought in folds, projects and seals
/// exactly as what was taken out.
/// </summary>
public sealed class LogTransfer(DocumentStore store)
{
    private const int LinesPerBatch = 2_000;

    private readonly string _schema = store.Services.Options.DatabaseSchemaName;

    /// <summary>The events in log order, a line each. One streaming query: the server holds one snapshot while it runs.</summary>
    /// <param name="streamPrefix">Only streams whose key begins so; empty = all.</param>
    public async IAsyncEnumerable<string> ExportAsync(
        long after = 0, long? upTo = null, string streamPrefix = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var command = store.DataSource.CreateCommand($"""
            select jsonb_build_object('seq', e.seq_id, 'id', e.id, 'stream', e.stream_id, 'streamType', s.type, 'version', e.version,
                'type', e.type, 'dotnet', e.mt_dotnet_type, 'at', to_char(e.timestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'data', e.data, 'headers', e.headers, 'correlation', e.correlation_id, 'causation', e.causation_id,
                'archived', e.is_archived)::text
            from {_schema}.mt_events e join {_schema}.mt_streams s on s.id = e.stream_id
            where e.seq_id > $1 and e.seq_id <= $2 and starts_with(e.stream_id, $3) order by e.seq_id
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = upTo ?? long.MaxValue });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = streamPrefix });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            yield return reader.GetString(0);
        }
    }

    /// <summary>Brings lines into an empty log, in one transaction: all of them or none.</summary>
    /// <exception cref="LogTransferException">The log is not empty, or a line is not an exported event.</exception>
    public async Task<long> ImportAsync(
        IAsyncEnumerable<string> lines, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await DemandEmptyAsync(connection, cancellation);
        var (batch, count) = (new List<string>(LinesPerBatch), 0L);
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                batch.Add(line);
            }

            if (batch.Count == LinesPerBatch)
            {
                count = await WriteAsync(connection, batch, count, cancellation);
                progress?.Report(count);
            }
        }

        count = await WriteAsync(connection, batch, count, cancellation);
        await FinishAsync(connection, cancellation);
        await transaction.CommitAsync(cancellation);
        return count;
    }

    private async Task DemandEmptyAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            lock table {_schema}.mt_events in exclusive mode; select exists (select 1 from {_schema}.mt_events)
            """, connection);
        if (await command.ExecuteScalarAsync(cancellation) is true)
        {
            throw new LogTransferException("log-not-empty", "The log is not empty; events are only brought into an empty one.");
        }
    }

    private async Task<long> WriteAsync(NpgsqlConnection connection, List<string> lines, long before, CancellationToken cancellation)
    {
        if (lines.Count == 0)
        {
            return before;
        }

        try
        {
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Streams(lines), Events(lines) } };
            await batch.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException exception)
            when (exception.SqlState.StartsWith("22", StringComparison.Ordinal)
                || exception.SqlState.StartsWith("23", StringComparison.Ordinal))
        {
            throw new LogTransferException(
                "line-not-an-event", $"One of the lines {before + 1} to {before + lines.Count} is no exported event, or comes twice: "
                    + exception.MessageText);
        }

        var count = before + lines.Count;
        lines.Clear();
        return count;
    }

    private NpgsqlBatchCommand Streams(List<string> lines) => Command($"""
        insert into {_schema}.mt_streams (id, type, version, timestamp, created, tenant_id, is_archived)
        select l ->> 'stream', max(l ->> 'streamType'), 0, now(), now(), '*DEFAULT*', false from unnest($1) as l group by 1
        on conflict (id) do nothing
        """, lines);

    private NpgsqlBatchCommand Events(List<string> lines) => Command($"""
        insert into {_schema}.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, mt_dotnet_type,
            correlation_id, causation_id, headers, is_archived)
        select (l ->> 'seq')::bigint, (l ->> 'id')::uuid, l ->> 'stream', (l ->> 'version')::bigint, l -> 'data', l ->> 'type',
            (l ->> 'at')::timestamptz, '*DEFAULT*', l ->> 'dotnet', l ->> 'correlation', l ->> 'causation',
            nullif(l -> 'headers', 'null'::jsonb), (l ->> 'archived')::boolean
        from unnest($1) as l
        """, lines);

    private static NpgsqlBatchCommand Command(string sql, List<string> lines) => new(sql)
    {
        Parameters = { new NpgsqlParameter { Value = lines.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb } },
    };

    private async Task FinishAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"""
                    update {_schema}.mt_streams s set version = e.version, timestamp = e.last, created = e.first, is_archived = e.archived
                    from (select stream_id, max(version) as version, max(timestamp) as last, min(timestamp) as first,
                        bool_and(is_archived) as archived from {_schema}.mt_events group by stream_id) e
                    where s.id = e.stream_id
                    """),
                new($"select setval('{_schema}.mt_events_sequence', max(seq_id)) from {_schema}.mt_events having max(seq_id) is not null"),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>Why a log could not be brought in; nothing was written.</summary>
public sealed class LogTransferException(string code, string sentence) : Exception(sentence)
{
    /// <summary>Stable code: <c>log-not-empty</c> or <c>line-not-an-event</c>.</summary>
    public string Code { get; } = code;
}
