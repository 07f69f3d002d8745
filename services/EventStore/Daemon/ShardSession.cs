using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Appending;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Daemon;

/// <summary>
/// The right to run one shard: a connection that holds its advisory lock and does its writes. If the connection goes, so does the right.
/// </summary>
internal sealed class ShardSession : IAsyncDisposable
{
    private const string CheckpointMoved = PostgresErrorCodes.InvalidArgumentForLogarithm;

    private readonly NpgsqlConnection _connection;
    private readonly AsyncProjection _projection;
    private IPageWriter _writer;
    private readonly string _schema;

    private ShardSession(NpgsqlConnection connection, AsyncProjection projection, string schema)
    {
        (_connection, _projection, _schema) = (connection, projection, schema);
        _writer = projection.OpenWriter(schema);
    }

    /// <summary>The connection that holds the right.</summary>
    public NpgsqlConnection Connection => _connection;

    /// <summary>The session, or null when another process runs the shard.</summary>
    public static async Task<ShardSession?> TryOpenAsync(StoreServices store, AsyncProjection projection, CancellationToken cancellation)
    {
        var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        try
        {
            // The checkpoint commits with the documents: a crash that loses the last of both replays them. So no commit has to wait for
            // the disk.
            var key = DaemonLock.KeyOf(store.Options.DatabaseSchemaName, projection.ShardName);
            var path = projection.TargetSchema is { } own ? $"set search_path to {own}, {store.Options.DatabaseSchemaName}, public; " : "";
            await using var command = new NpgsqlCommand(
                $"set synchronous_commit = off; {path}select pg_try_advisory_lock({key})", connection);
            if (await command.ExecuteScalarAsync(cancellation) is true)
            {
                return new ShardSession(connection, projection, store.Options.DatabaseSchemaName);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    /// <summary>The checkpoint; its row is made if need be.</summary>
    public async Task<long> ReadFloorAsync(CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            insert into {_schema}.mt_event_progression as p (name, last_seq_id) values ($1, 0)
            on conflict (name) do update set last_seq_id = coalesce(p.last_seq_id, 0) returning last_seq_id
            """, _connection);
        command.Parameters.Add(Name());
        return (long)(await command.ExecuteScalarAsync(cancellation) ?? 0L);
    }

    /// <summary>Empties the view and sets the checkpoint to zero, in one transaction.</summary>
    public async Task ResetAsync(CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(_connection)
        {
            BatchCommands =
            {
                new(_projection.TeardownScript(_schema)),
                ParkingLot.Clear(_schema, _projection.ShardName),
                new($"update {_schema}.mt_event_progression set last_seq_id = 0, last_updated = transaction_timestamp() where name = $1")
                {
                    Parameters = { Name() },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Projects a page and moves the checkpoint, in one transaction.</summary>
    /// <exception cref="ProgressionOutOfOrderException">Somebody else moved the checkpoint; nothing was written.</exception>
    public async Task WriteAsync(EventPage page, CancellationToken cancellation)
    {
        try
        {
            await using var batch = await BatchAsync(page, cancellation);
            await batch.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException exception) when (exception.SqlState == CheckpointMoved)
        {
            throw new ProgressionOutOfOrderException(_projection.ShardName, page.Floor);
        }
        catch
        {
            // What the writer remembers of a page that was not written is not true.
            _writer = _projection.OpenWriter(_schema);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The pool resets a connection only when it is used again; until then the lock would live on. A broken connection has lost it.
        try
        {
            if (_connection.FullState == System.Data.ConnectionState.Open)
            {
                await using var command = new NpgsqlCommand(
                    "reset synchronous_commit; reset search_path; select pg_advisory_unlock_all()", _connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        catch (Exception exception) when (SqlFailures.IsConnectionLost(exception))
        {
            // Gone, and the lock with it.
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task<NpgsqlBatch> BatchAsync(EventPage page, CancellationToken cancellation)
    {
        var batch = new NpgsqlBatch(_connection) { BatchCommands = { MoveCheckpoint(page) } };
        if (page.Parked.Count > 0)
        {
            batch.BatchCommands.Add(ParkingLot.Add(_schema, page.Parked));
        }

        if (page.Events.Count > 0)
        {
            await _writer.AddAsync(page.Events, _connection, batch, cancellation);
        }

        return batch;
    }

    // The logarithm of zero is an error, and of its own kind, when the row does not stand at the floor: the page then fails as a whole.
    private NpgsqlBatchCommand MoveCheckpoint(EventPage page) => new($"""
        with moved as (
            update {_schema}.mt_event_progression set last_seq_id = $3, last_updated = transaction_timestamp()
            where name = $1 and last_seq_id = $2 returning 1)
        select ln(count(*)::float8) from moved
        """)
    {
        Parameters =
        {
            Name(), new NpgsqlParameter<long> { TypedValue = page.Floor }, new NpgsqlParameter<long> { TypedValue = page.Ceiling },
        },
    };

    private NpgsqlParameter Name() =>
        new NpgsqlParameter<string> { TypedValue = _projection.ShardName, NpgsqlDbType = NpgsqlDbType.Varchar };
}
