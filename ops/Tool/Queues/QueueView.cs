using System.CommandLine;
using TicketFlow.EventStore;

namespace TicketFlow.Ops.Queues;

/// <summary><c>queue show</c>: who is at a printer, in order.</summary>
internal static class QueueView
{
    private const string Query = """
        select job_id, phase, priority, user_name, coalesce(title, ''), bytes, agent, attempt, enqueued_at, coalesce(hold_reason, '')
        from queue_job where resource = $1 order by phase = 'Waiting', priority desc, rank, arrival limit $2
        """;

    public static Command Create()
    {
        var name = new Argument<string>("PRINTER") { Description = "The printer." };
        var most = new Option<int>("--most") { Description = "How many jobs at most.", DefaultValueFactory = _ => 100 };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command(
            "show", "Shows the jobs at a printer: active ones first, then the waiting ones in their order.") { name, most, json };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) =>
                ShowAsync(store, parse.GetRequiredValue(name).ToLowerInvariant(), parse.GetValue(most), parse.GetValue(json), token),
            cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(DocumentStore store, string name, int most, bool json, CancellationToken cancellation)
    {
        await DemandAsync(store, name, cancellation);
        await using var command = store.DataSource.CreateCommand(Query);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = most });
        return await Listing.ShowAsync(
            command,
            json,
            ["job", "state", "priority", "user", "title", "bytes", "agent", "since (UTC)"],
            reader => new
            {
                job = reader.GetString(0),
                state = reader.GetString(1).ToLowerInvariant(),
                priority = reader.GetInt32(2),
                user = reader.GetString(3),
                title = reader.GetString(4),
                bytes = reader.GetInt64(5),
                agent = reader.GetString(6),
                attempt = reader.GetInt32(7),
                since = reader.GetDateTime(8),
                held = reader.GetString(9),
            },
            row =>
            [
                row.job, row.held.Length > 0 ? $"{row.state} ({row.held})" : row.state, $"{row.priority}", row.user, row.title,
                $"{row.bytes:N0}", row.agent, $"{row.since:HH:mm:ss}",
            ],
            cancellation);
    }

    private static async Task DemandAsync(DocumentStore store, string name, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand("select 1 from queue_resource where name = $1");
        command.Parameters.Add(new() { Value = name });
        if (await command.ExecuteScalarAsync(cancellation) is null)
        {
            throw new OperationException(ExitCodes.NotFound, $"There is no printer '{name}'. 'ticketflow-ops printer list' shows them.");
        }
    }
}
