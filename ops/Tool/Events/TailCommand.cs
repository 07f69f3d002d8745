using System.CommandLine;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Reading;

namespace TicketFlow.Ops.Events;

/// <summary><c>events tail</c>: the end of the log, and what follows.</summary>
internal static class TailCommand
{
    private const string Help = """
        Prints the last events of the log; with --follow, each new one as it is committed, in the order of their numbers: an event waits
        for those before it whose transactions still run.

        Examples:
          ticketflow-ops events tail --last 50
          ticketflow-ops events tail --follow --stream resource- --json
        """;

    /// <summary>Looked again after this when no notification came.</summary>
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    /// <summary>Looked again after this when a number is missing: a rollback, which ends it too, notifies nobody.</summary>
    private static readonly TimeSpan LookAtHole = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var options = new TailOptions();
        var command = new Command("tail", Help) { options.Last, options.Follow, options.Stream, options.Type, options.Json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => TailAsync(store, options.Read(parse), token), cancellation));
        return command;
    }

    private static async Task<int> TailAsync(DocumentStore store, Tail tail, CancellationToken cancellation)
    {
        var log = new LogReader(store);
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        await new NpgsqlCommand("listen ticketflow_events", connection).ExecuteNonQueryAsync(cancellation);
        try
        {
            // Numbers are not committed in order: who follows must not go on beyond one that may still come.
            var end = tail.Follow ? await log.MarkAsync(cancellation) : long.MaxValue;
            var after = await StartAsync(connection, tail, end, cancellation);
            while (true)
            {
                await PrintAsync(log.AllAsync(after, end, cancellation), tail);
                if (!tail.Follow)
                {
                    return ExitCodes.Ok;
                }

                await connection.WaitAsync(log.HasGap ? LookAtHole : LookAnyway, cancellation);
                (after, end) = (end, await log.MarkAsync(cancellation));
            }
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Ok;
        }
    }

    private static async Task PrintAsync(IAsyncEnumerable<IEvent> events, Tail tail)
    {
        await foreach (var e in events)
        {
            if (tail.Wants(e))
            {
                Console.WriteLine(EventLine.Of(e, tail.Json));
            }
        }
    }

    /// <summary>The number before the first event to print; <paramref name="end"/> when there is none yet.</summary>
    private static async Task<long> StartAsync(NpgsqlConnection connection, Tail tail, long end, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select coalesce(min(seq_id) - 1, $4) from (
                select seq_id from ticketflow.mt_events
                where starts_with(stream_id, $1) and ($2 = '' or type = $2) and seq_id <= $4 order by seq_id desc limit $3) as wanted
            """, connection);
        command.Parameters.Add(new() { Value = tail.Stream });
        command.Parameters.Add(new() { Value = tail.Type });
        command.Parameters.Add(new() { Value = tail.Last });
        command.Parameters.Add(new() { Value = end });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private sealed record Tail(int Last, bool Follow, string Stream, string Type, bool Json)
    {
        public bool Wants(IEvent e) => e.StreamKey.StartsWith(Stream, StringComparison.Ordinal)
            && (Type.Length == 0 || string.Equals(e.EventTypeName, Type, StringComparison.Ordinal));
    }

    private sealed class TailOptions
    {
        public Option<int> Last { get; } = new("--last") { Description = "How many to begin with.", DefaultValueFactory = _ => 20 };

        public Option<bool> Follow { get; } = new("--follow", "-f") { Description = "Go on until interrupted." };

        public Option<string> Stream { get; } = new("--stream")
        {
            Description = "Only streams whose key begins so.",
            DefaultValueFactory = _ => "",
        };

        public Option<string> Type { get; } = new("--type")
        {
            Description = "Only this type, for example job_opened.",
            DefaultValueFactory = _ => "",
        };

        public Option<bool> Json { get; } = new("--json") { Description = "A JSON object per line." };

        public Tail Read(ParseResult parse) =>
            new(
                Math.Max(0, parse.GetValue(Last)), parse.GetValue(Follow), parse.GetValue(Stream)!, parse.GetValue(Type)!,
                parse.GetValue(Json));
    }
}
