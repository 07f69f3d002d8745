using System.CommandLine;
using System.Globalization;
using TicketFlow.EventStore;

namespace TicketFlow.Ops.Projections;

/// <summary><c>projections</c>: how far each projection is behind the log, and what it had to leave out.</summary>
internal static class ProjectionsCommand
{
    private const string Generations = """
        with generations as (
          select g.name, g.generation, g.state,
            g.name || case when g.generation > 1 then ':V' || g.generation else '' end || ':All' as shard
          from ticketflow.projection_generations g where g.state <> 'retired')
        select g.name, g.generation, g.state, coalesce(p.last_seq_id, 0), greatest(s.newest - coalesce(p.last_seq_id, 0), 0),
          (select count(*) from ticketflow.parked_events k where k.shard = g.shard)
        from generations g cross join (select coalesce(max(seq_id), 0) as newest from ticketflow.mt_events) s
        left join ticketflow.mt_event_progression p on p.name = g.shard order by 1, 2
        """;

    private const string Parked = """
        select shard, seq_id, stream_id, type, parked_at, error from ticketflow.parked_events order by shard, seq_id
        """;

    public static Command Create()
    {
        var parked = new Option<bool>("--parked") { Description = "The events that were left out, and why." };
        var json = new Option<bool>("--json") { Description = "One JSON object per line." };
        var command = new Command("projections", """
            Shows how far each projection is behind the log, and how many events it had to leave out (docs/runbooks/replay.md).

            Examples:
              ticketflow-ops projections
              ticketflow-ops projections --parked
            Exit codes: 0, 4 database out of reach.
            """)
        {
            parked, json,
        };
        command.SetAction((parse, cancellation) => Operation.WithStoreAsync(
            (store, token) => parse.GetValue(parked)
                ? ParkedAsync(store, parse.GetValue(json), token) : GenerationsAsync(store, parse.GetValue(json), token),
            cancellation));
        return command;
    }

    private static async Task<int> GenerationsAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        await using var query = store.DataSource.CreateCommand(Generations);
        return await Listing.ShowAsync(
            query, json, ["projection", "generation", "state", "knows up to event", "events behind", "left out"],
            row => new
            {
                Projection = row.GetString(0),
                Generation = row.GetInt32(1),
                State = row.GetString(2),
                Sequence = row.GetInt64(3),
                Behind = row.GetInt64(4),
                Parked = row.GetInt64(5),
            },
            p => [p.Projection, Text(p.Generation), p.State, Text(p.Sequence), Text(p.Behind), Text(p.Parked)],
            cancellation);
    }

    private static async Task<int> ParkedAsync(DocumentStore store, bool json, CancellationToken cancellation)
    {
        await using var query = store.DataSource.CreateCommand(Parked);
        return await Listing.ShowAsync(
            query, json, ["projection", "event", "stream", "type", "left out at (UTC)", "why"],
            row => new
            {
                Projection = row.GetString(0),
                Sequence = row.GetInt64(1),
                Stream = row.GetString(2),
                Type = row.GetString(3),
                At = row.GetDateTime(4),
                Error = row.GetString(5),
            },
            p =>
            [
                p.Projection, Text(p.Sequence), p.Stream, p.Type, p.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                p.Error,
            ],
            cancellation);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
