using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary>Asks for a new generation of a projection that another service runs, and watches it being filled.</summary>
internal static class RebuildBeside
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Progress = """
        select coalesce((select p.last_seq_id from ticketflow.mt_event_progression p join ticketflow.projection_generations g
          on p.name = g.name || case when g.generation > 1 then ':V' || g.generation else '' end || ':All'
          where g.name = $1 and g.state = 'building'), 0)
        """;

    private const string Highest = "select coalesce(max(seq_id), 0) from ticketflow.mt_events where $1 <> ''";

    public static async Task<int> RunAsync(DocumentStore store, PublishedProjection projection, CancellationToken cancellation)
    {
        await using var daemon = store.BuildProjectionDaemon();
        var rebuild = daemon.RebuildProjectionAsync(projection.Projection, cancellation);
        await ReplayBar.RunAsync(
            projection.Projection, async progress => await WatchAsync(store, projection, rebuild, progress, cancellation));
        await rebuild;
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        var live = await LiveGeneration.ReadAsync(connection, projection, cancellation);
        Console.WriteLine($"{projection.Projection}: generation {live.Number} is live, filled up to event {live.Sequence:N0}.");
        return ExitCodes.Ok;
    }

    private static async Task<ReplayProgress> WatchAsync(
        DocumentStore store, PublishedProjection projection, Task rebuild, IProgress<ReplayProgress>? progress,
        CancellationToken cancellation)
    {
        var (clock, state) = (TimeProvider.System, new ReplayProgress(0, 0, 0));
        var moved = clock.GetTimestamp();
        while (await Task.WhenAny(rebuild, Task.Delay(Look, clock, cancellation)) != rebuild)
        {
            var now = new ReplayProgress(0, await NumberAsync(Progress), await NumberAsync(Highest));
            if (now.Sequence != state.Sequence)
            {
                moved = clock.GetTimestamp();
            }
            else if (clock.GetElapsedTime(moved) > Patience)
            {
                throw new OperationException(
                    ExitCodes.Unreachable,
                    $"Nobody fills the new generation: is a {projection.Service} running? It goes on by itself when one is.");
            }

            state = now;
            progress?.Report(state);
        }

        return state;

        async Task<long> NumberAsync(string sql)
        {
            await using var command = store.DataSource.CreateCommand(sql);
            command.Parameters.Add(new Npgsql.NpgsqlParameter<string> { TypedValue = projection.Projection });
            return (long)(await command.ExecuteScalarAsync(cancellation))!;
        }
    }
}
