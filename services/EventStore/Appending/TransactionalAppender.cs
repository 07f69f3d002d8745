using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Appending;

/// <summary>Appends inside a caller's transaction. Two round trips for any number of units.</summary>
internal sealed class TransactionalAppender(StoreServices store)
{
    public async Task<IAppendedEvents> AppendAsync(
        NpgsqlConnection connection, IReadOnlyList<StreamAppend> appends, CancellationToken cancellation)
    {
        AppendUnit[] units = [.. appends.Where(a => a.Events.Count > 0).Select(store.Units.Create)];
        if (units.Length == 0)
        {
            return new AppendedEvents(store, new AppendPlan());
        }

        var timestamp = StoreClock.Now(store.Options.TimeProvider);
        var (rows, snapshots) = await ClaimAsync(connection, units, timestamp, cancellation);
        var plan = AppendPlanner.Plan(units, o => rows.TryGetValue(o.Key, out var row) ? row : null, timestamp);
        plan.Snapshots = snapshots;
        await store.Writer.WriteAsync(connection, plan, WriteMode.InCallersTransaction, cancellation);
        foreach (var operation in plan.Rejected.SelectMany(r => r.Unit.Operations))
        {
            store.Cache.Evict(operation.Key);
        }

        return new AppendedEvents(store, plan);
    }

    /// <summary>
    /// Locks what is free of the existing streams and inserts the new ones. A stream locked by another transaction is being changed, so its
    /// version cannot be trusted: it is left out instead of waited for. That also keeps a dispatcher that holds rows of a projection from
    /// deadlocking with a group commit that holds the stream and wants those rows.
    /// </summary>
    private async Task<(Dictionary<string, StreamRow?> Rows, IReadOnlyList<IInlineSnapshotRun> Snapshots)> ClaimAsync(
        NpgsqlConnection connection, AppendUnit[] units, DateTimeOffset timestamp, CancellationToken cancellation)
    {
        // The plan that would come true if every unit were right says what there is to insert and at which version.
        var hoped = AppendPlanner.Plan(units, AppendPlanner.Expected, timestamp);
        var started = hoped.Streams.Values.Where(s => s.IsNew && s.VersionAfter > 0).ToArray();
        string[] existing = [.. hoped.Streams.Values.Where(s => !s.IsNew).Select(s => s.Key)];
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(BatchWriter.KeysCommand(store.Writer.Sql.LockFree, existing));
        batch.BatchCommands.Add(store.Writer.StreamsCommand(started, timestamp, store.Writer.Sql.InsertFreeStreams));
        var snapshots = store.Writer.AddSnapshotLoads(batch, existing);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        var rows = new Dictionary<string, StreamRow?>(StringComparer.Ordinal);
        foreach (var (key, row) in await BatchWriter.ReadRowsAsync(reader, cancellation))
        {
            rows.Add(key, row);
        }

        // What was neither locked nor inserted gets a version no unit can have asked for.
        var inserted = await ReadKeysAsync(reader, cancellation);
        await BatchWriter.ReadSnapshotsAsync(reader, snapshots, cancellation);
        foreach (var stream in hoped.Streams.Values.Where(s => !rows.ContainsKey(s.Key)))
        {
            rows.Add(stream.Key, inserted.Contains(stream.Key) ? null : new StreamRow(long.MinValue, IsArchived: false));
        }

        return (rows, snapshots);
    }

    private static async Task<HashSet<string>> ReadKeysAsync(NpgsqlDataReader reader, CancellationToken cancellation)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            keys.Add(reader.GetString(0));
        }

        return keys;
    }

    private sealed class AppendedEvents(StoreServices store, AppendPlan plan) : IAppendedEvents
    {
        public IReadOnlyList<IEvent> Events => plan.Events;

        public void Committed() => store.Cache.Committed(plan.Streams.Values);
    }
}
