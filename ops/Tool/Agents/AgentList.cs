using System.CommandLine;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.Hosting;

namespace TicketFlow.Ops.Agents;

/// <summary><c>agent list</c>: when and from where agents were last started, and which identities two installations share.</summary>
internal static class AgentList
{
    private const string Query = """
        select substr(s.id, 7), started.timestamp, started.data ->> 'address', started.data ->> 'clientVersion',
          forked.timestamp, forked.data ->> 'address', forked.data ->> 'otherAddress'
        from ticketflow.mt_streams s
        left join lateral (
          select timestamp, data from ticketflow.mt_events where stream_id = s.id and type = 'agent_started'
          order by version desc limit 1) started on true
        left join lateral (
          select timestamp, data from ticketflow.mt_events where stream_id = s.id and type = 'agent_forked'
          order by version desc limit 1) forked on true
        where starts_with(s.id, 'agent-') and (not $1 or forked.timestamp is not null)
        order by greatest(started.timestamp, forked.timestamp) desc, s.id limit $2
        """;

    public static Command Create()
    {
        var (forked, most, json) = (
            new Option<bool>("--forked") { Description = "Only identities that two installations were seen to share." },
            new Option<int>("--most") { Description = "How many at most.", DefaultValueFactory = _ => 50 },
            new Option<bool>("--json") { Description = "A JSON object per line." });
        var command = new Command(
            "list",
            "Lists agents, the one that was started last first. 'shared' is when two installations were last seen to use one identity: a "
            + "copied disk, or one put back from a backup.\n\nExample: ticketflow-ops agent list --forked")
        {
            forked, most, json,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => ListAsync(store, parse.GetValue(forked), parse.GetValue(most), parse.GetValue(json), token), cancellation));
        return command;
    }

    private static async Task<int> ListAsync(DocumentStore store, bool forked, int most, bool json, CancellationToken cancellation)
    {
        await using var command = store.DataSource.CreateCommand(Query);
        command.Parameters.Add(new() { Value = forked });
        command.Parameters.Add(new() { Value = most });
        return await Listing.ShowAsync(
            command,
            json,
            ["agent", "started (UTC)", "address", "version", "shared (UTC)", "by"],
            Row,
            row =>
            [
                row.Agent, $"{row.Started:yyyy-MM-dd HH:mm:ss}", row.Address ?? "", row.Version ?? "", $"{row.Forked:yyyy-MM-dd HH:mm:ss}",
                string.Join(" and ", row.ForkedAt),
            ],
            cancellation);
    }

    private static AgentRow Row(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetMoment(1), row.GetText(2), row.GetText(3), row.GetMoment(4),
        [.. new[] { row.GetText(5), row.GetText(6) }.OfType<string>()]);

    private sealed record AgentRow(
        string Agent, DateTimeOffset? Started, string? Address, string? Version, DateTimeOffset? Forked, IReadOnlyList<string> ForkedAt);
}
