using System.CommandLine;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary><c>verify</c>: replays a projection beside the live one and prints each difference (M-32).</summary>
internal static class VerifyCommand
{
    private const string Help = """
        Replays a projection into temporary tables and prints each row in which the live one differs. Changes nothing; servers go on.

        Exit codes: 0 equal, 1 there are differences.
        Example: ticketflow-ops verify queue
        """;

    public static Command Create()
    {
        var (name, most) = (
            new Argument<string>("PROJECTION") { Description = $"One of: {string.Join(", ", KnownProjection.Names)}." },
            new Option<int>("--most") { Description = "Differences printed at most per table.", DefaultValueFactory = _ => 100 });
        var command = new Command("verify", Help) { name, most };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => VerifyAsync(store, KnownProjection.Of(parse.GetRequiredValue(name)), parse.GetValue(most), token),
            cancellation));
        return command;
    }

    private static async Task<int> VerifyAsync(DocumentStore store, KnownProjection projection, int most, CancellationToken cancellation)
    {
        await using var scratch = await Scratch.OpenAsync(store, cancellation);
        var done = await ReplayBar.RunAsync(
            projection.Name, progress => scratch.FillAsync(projection.Replay(store), new ReplayRange(), progress, cancellation));
        var differences = 0L;
        foreach (var table in projection.Tables)
        {
            differences += await CompareAsync(scratch, table, most, cancellation);
        }

        Console.WriteLine($"{projection.Name}: {done.Events:N0} events replayed, {differences:N0} differences.");
        if (differences > 0)
        {
            Console.WriteLine($"'ticketflow-ops rebuild {projection.Name} --yes' fills it from the events again.");
        }

        return differences == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task<long> CompareAsync(Scratch scratch, KnownTable table, int most, CancellationToken cancellation)
    {
        var key = string.Join(" || ' ' || ", table.Key.Select(k => $"coalesce(live.{k}, replayed.{k})"));
        await using var command = new NpgsqlCommand($"""
            select {key}, (to_jsonb(live) - $1)::text, (to_jsonb(replayed) - $1)::text, count(*) over ()
            from ticketflow.{table.Name} live full join pg_temp.{table.Name} replayed using ({string.Join(", ", table.Key)})
            where (to_jsonb(live) - $1) is distinct from (to_jsonb(replayed) - $1) order by 1 limit $2
            """, scratch.Connection);
        command.Parameters.Add(new() { Value = table.Operational.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var count = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            count = reader.GetInt64(3);
            Console.WriteLine($"{table.Name} {reader.GetString(0)}");
            Console.WriteLine($"  live:     {Row(reader, 1)}");
            Console.WriteLine($"  replayed: {Row(reader, 2)}");
        }

        return count;
    }

    private static string Row(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? "no such row" : reader.GetString(column);
}
