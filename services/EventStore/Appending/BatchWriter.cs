using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Appending;

/// <summary>Writes a plan in one round trip: streams, events, inline projections, wake-up.</summary>
internal sealed class BatchWriter(StoreOptions options)
{
    private readonly IReadOnlyList<InlineProjectionRunner> _projections = [.. options.Projections.Inline.Select(
        p => new InlineProjectionRunner(p))];

    /// <summary>Some projection has to read before it writes.</summary>
    public bool NeedsLocks => options.Projections.InlineSnapshots.Count > 0;

    public AppendSql Sql { get; } = new(options.DatabaseSchemaName);

    /// <summary>Opens a transaction and locks the existing streams of the units, in one round trip.</summary>
    public async Task<(Dictionary<string, StreamRow> Rows, IReadOnlyList<IInlineSnapshotRun> Snapshots)> BeginAndLockAsync(
        NpgsqlConnection connection, IReadOnlyList<AppendUnit> units, CancellationToken cancellation)
    {
        string[] keys = [.. units.SelectMany(u => u.Operations).Select(o => o.Key).Distinct(StringComparer.Ordinal)];
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new("begin"), KeysCommand(Sql.Lock, keys) } };
        var snapshots = AddSnapshotLoads(batch, keys);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var rows = await ReadRowsAsync(reader, cancellation);
        await ReadSnapshotsAsync(reader, snapshots, cancellation);
        return (rows, snapshots);
    }

    /// <summary>Adds the reads of the inline documents, to run after the streams are locked.</summary>
    public IReadOnlyList<IInlineSnapshotRun> AddSnapshotLoads(NpgsqlBatch batch, string[] keys)
    {
        IInlineSnapshotRun[] runs = [.. options.Projections.InlineSnapshots.Select(s => s.Begin(options.DatabaseSchemaName))];
        foreach (var run in runs)
        {
            batch.BatchCommands.Add(run.LoadCommand(keys));
        }

        return runs;
    }

    public static async Task ReadSnapshotsAsync(
        NpgsqlDataReader reader, IReadOnlyList<IInlineSnapshotRun> runs, CancellationToken cancellation)
    {
        foreach (var run in runs)
        {
            await reader.NextResultAsync(cancellation);
            await run.ReadAsync(reader, cancellation);
        }
    }

    /// <summary>Writes the plan in one round trip.</summary>
    public async Task WriteAsync(NpgsqlConnection connection, AppendPlan plan, WriteMode mode, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        var guarded = AddStreams(batch, plan, mode);
        if (plan.Events.Count > 0)
        {
            batch.BatchCommands.Add(EventsCommand(plan));
        }

        AddArchived(batch, plan);
        foreach (var projection in _projections)
        {
            projection.Apply(plan.Events, batch);
        }

        foreach (var snapshot in plan.Snapshots)
        {
            snapshot.Write(plan.Events, batch);
        }

        if (options.NotifyOnAppend && plan.Events.Count > 0)
        {
            batch.BatchCommands.Add(new(Sql.Notify) { Parameters = { Text(options.NotificationChannel) } });
        }

        if (mode == WriteMode.LockedThenCommit)
        {
            batch.BatchCommands.Add(new("commit"));
        }

        if (batch.BatchCommands.Count == 0)
        {
            return;
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        if (guarded)
        {
            await reader.NextResultAsync(cancellation);
        }

        await ReadSequencesAsync(reader, plan, cancellation);
    }

    public static async Task<Dictionary<string, StreamRow>> ReadRowsAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var rows = new Dictionary<string, StreamRow>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(reader.GetString(0), new StreamRow(reader.GetInt64(1), reader.GetBoolean(2)));
        }

        return rows;
    }

    public NpgsqlBatchCommand StreamsCommand(IReadOnlyCollection<StreamChange> streams, DateTimeOffset timestamp, string sql)
    {
        // Sorted: two processes that start the same streams at once wait for each other in one order.
        var sorted = streams.OrderBy(s => s.Key, StringComparer.Ordinal).ToArray();
        return new(sql)
        {
            Parameters =
            {
                Texts([.. sorted.Select(s => s.Key)]),
                Texts([.. sorted.Select(s => s.AggregateAlias)]),
                Numbers([.. sorted.Select(s => s.VersionAfter)]),
                Time(timestamp),
            },
        };
    }

    public static NpgsqlBatchCommand KeysCommand(string sql, string[] keys) => new(sql) { Parameters = { Texts(keys) } };

    private bool AddStreams(NpgsqlBatch batch, AppendPlan plan, WriteMode mode)
    {
        var existing = plan.Streams.Values.Where(s => !s.IsNew && s.VersionAfter > s.VersionBefore).ToArray();
        var guarded = mode == WriteMode.Guarded && existing.Length > 0;
        if (guarded)
        {
            batch.BatchCommands.Add(new(Sql.Guard)
            {
                Parameters = { Texts([.. existing.Select(s => s.Key)]), Numbers([.. existing.Select(s => s.VersionBefore)]) },
            });
        }

        var started = plan.Streams.Values.Where(s => s.IsNew && s.VersionAfter > 0).ToArray();
        if (mode != WriteMode.InCallersTransaction && started.Length > 0)
        {
            batch.BatchCommands.Add(StreamsCommand(started, plan.Events[0].Timestamp, Sql.InsertStreams));
        }

        if (existing.Length > 0)
        {
            batch.BatchCommands.Add(new(Sql.AdvanceStreams)
            {
                Parameters =
                {
                    Texts([.. existing.Select(s => s.Key)]), Numbers([.. existing.Select(s => s.VersionAfter)]),
                    Time(plan.Events[0].Timestamp),
                },
            });
        }

        return guarded;
    }

    private void AddArchived(NpgsqlBatch batch, AppendPlan plan)
    {
        string[] archived = [.. plan.Streams.Values.Where(s => s.ArchivedHere && s.Exists).Select(s => s.Key)
            .Order(StringComparer.Ordinal)];
        if (archived.Length > 0)
        {
            batch.BatchCommands.Add(KeysCommand(Sql.ArchiveStreams, archived));
            batch.BatchCommands.Add(KeysCommand(Sql.ArchiveEvents, archived));
        }
    }

    private NpgsqlBatchCommand EventsCommand(AppendPlan plan)
    {
        var count = plan.Events.Count;
        var (ids, streams, versions, data, types, dotnet) =
            (new Guid[count], new string[count], new long[count], new byte[count][], new string[count], new string[count]);
        var (correlations, causations, headers) = (new string?[count], new string?[count], new byte[]?[count]);
        for (var i = 0; i < count; i++)
        {
            var stored = plan.Events[i];
            (ids[i], streams[i], versions[i], data[i]) = (stored.Id, stored.StreamKey, stored.Version, stored.Json!);
            (types[i], dotnet[i]) = (stored.Mapping.Alias, stored.Mapping.DotNetTypeName);
            (correlations[i], causations[i], headers[i]) = (stored.CorrelationId, stored.CausationId, stored.HeadersJson);
        }

        return new(Sql.InsertEvents)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid[]> { TypedValue = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                Texts(streams), Numbers(versions), Json(data), Texts(types), Time(plan.Events[0].Timestamp), Texts(dotnet),
                Texts(correlations), Texts(causations), Json(headers),
            },
        };
    }

    private static async Task ReadSequencesAsync(NpgsqlDataReader reader, AppendPlan plan, CancellationToken cancellation)
    {
        foreach (var stored in plan.Events)
        {
            if (!await reader.ReadAsync(cancellation))
            {
                throw new InvalidOperationException("The database answered with fewer sequence numbers than events were inserted.");
            }

            stored.Sequence = reader.GetInt64(0);
        }

        // Errors of the later statements, commit included, surface while moving on.
        while (await reader.NextResultAsync(cancellation))
        {
        }
    }

    private static NpgsqlParameter Text(string value) =>
        new NpgsqlParameter<string> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Texts(string?[] values) =>
        new NpgsqlParameter<string?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };

    private static NpgsqlParameter Numbers(long[] values) => new NpgsqlParameter<long[]> { TypedValue = values };

    private static NpgsqlParameter Json(byte[]?[] values) =>
        new NpgsqlParameter<byte[]?[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb };

    private static NpgsqlParameter Time(DateTimeOffset value) => new NpgsqlParameter<DateTimeOffset> { TypedValue = value };
}
