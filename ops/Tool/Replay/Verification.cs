using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary>A row in which the live table differs from the replayed one; JSON, null: no such row.</summary>
internal sealed record Difference(string Table, string Key, string? Live, string? Replayed);

/// <summary>What a verification found.</summary>
/// <param name="Events">Events replayed.</param>
/// <param name="Count">Differences in all.</param>
/// <param name="Shown">The first of them per table.</param>
/// <param name="Parked">Events that were left out, live and here.</param>
internal sealed record VerificationResult(long Events, long Count, IReadOnlyList<Difference> Shown, int Parked);

/// <summary>Replays a projection beside the live one, in one snapshot, and compares all rows.</summary>
internal static class Verification
{
    public static async Task<VerificationResult> RunAsync(
        DocumentStore store, KnownProjection projection, int most, IProgress<ReplayProgress>? progress, CancellationToken cancellation)
    {
        await using var scratch = await Scratch.OpenAsync(store, cancellation);
        var (range, parked) = (new ReplayRange(), 0);
        if (projection.Published is { } published)
        {
            // It follows the log: what it has not seen yet is no difference.
            var live = await LiveGeneration.ReadAsync(scratch.Connection, published, cancellation);
            (range, parked) = (new ReplayRange(UpTo: live.Sequence, Without: live.Parked), live.Parked.Count);
        }

        var done = await scratch.FillAsync(projection.Replay(store), range, progress, cancellation);
        var (count, shown) = (0L, new List<Difference>());
        foreach (var table in projection.Tables)
        {
            await scratch.ExecuteAsync($"analyze pg_temp.{table.Name}", cancellation);
            count += await CompareAsync(scratch, projection.Schema, table, most, shown, cancellation);
        }

        return new VerificationResult(done.Events, count, shown, parked);
    }

    private static async Task<long> CompareAsync(
        Scratch scratch, string schema, KnownTable table, int most, List<Difference> shown, CancellationToken cancellation)
    {
        var key = string.Join(" || ' ' || ", table.Key.Select(k => $"coalesce(live.{k}, replayed.{k})::text"));

        // Whole rows compare a hundred times faster than as JSON, which only columns that are left out need.
        var differs = table.Operational.Count == 0
            ? "live is distinct from replayed"
            : "(to_jsonb(live) - $1) is distinct from (to_jsonb(replayed) - $1)";
        await using var command = new NpgsqlCommand($"""
            select {key}, (to_jsonb(live) - $1)::text, (to_jsonb(replayed) - $1)::text, count(*) over ()
            from {schema}.{table.Name} live full join pg_temp.{table.Name} replayed using ({string.Join(", ", table.Key)})
            where {differs} order by 1 limit $2
            """, scratch.Connection)
        {
            CommandTimeout = 0,
        };
        command.Parameters.Add(new() { Value = table.Operational.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var count = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            count = reader.GetInt64(3);
            shown.Add(new(table.Name, reader.GetString(0), reader.GetText(1), reader.GetText(2)));
        }

        return count;
    }
}
