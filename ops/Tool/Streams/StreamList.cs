using System.CommandLine;
using TicketFlow.EventStore;

namespace TicketFlow.Ops.Streams;

/// <summary><c>stream list</c>: which streams there are, the latest first.</summary>
internal static class StreamList
{
    private const string Query = """
        select id, coalesce(type, ''), version, created, timestamp from ticketflow.mt_streams
        where starts_with(id, $1) order by timestamp desc, id limit $2
        """;

    public static Command Create()
    {
        var (prefix, most, json) = (
            new Argument<string>("PREFIX") { Description = "How the key begins: job-, resource-, agent-…", DefaultValueFactory = _ => "" },
            new Option<int>("--most") { Description = "How many at most.", DefaultValueFactory = _ => 50 },
            new Option<bool>("--json") { Description = "A JSON object per line." });
        var command = new Command(
            "list", "Lists streams, the one that changed last first.\n\nExample: ticketflow-ops stream list resource-")
        {
            prefix, most, json,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ListAsync(store, parse.GetValue(prefix)!, parse.GetValue(most), parse.GetValue(json), token), cancellation));
        return command;
    }

    private static async Task<int> ListAsync(DocumentStore store, string prefix, int most, bool json, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand(Query);
        command.Parameters.Add(new() { Value = prefix });
        command.Parameters.Add(new() { Value = most });
        return await Listing.ShowAsync(
            command,
            json,
            ["stream", "kind", "events", "first (UTC)", "last (UTC)"],
            reader => new
            {
                stream = reader.GetString(0),
                kind = reader.GetString(1),
                events = reader.GetInt64(2),
                first = reader.GetDateTime(3),
                last = reader.GetDateTime(4),
            },
            row => [row.stream, row.kind, $"{row.events:N0}", $"{row.first:yyyy-MM-dd HH:mm:ss}", $"{row.last:yyyy-MM-dd HH:mm:ss}"],
            cancellation);
    }
}
