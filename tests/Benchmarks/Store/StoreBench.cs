using System.CommandLine;
using static TicketFlow.Benchmarks.Figures;

namespace TicketFlow.Benchmarks.Store;

/// <summary>
/// <c>store</c>: appends single and grouped beside a plain multi-row insert of the same rows in the same run, commands on hot streams,
/// rebuild of a one-document-per-stream projection, replay. Each figure is the median of the passes, which take turns.
/// </summary>
internal static class StoreBench
{
    private const int EventsPerStream = 5;

    public static Command Command()
    {
        var streams = new Option<int>("--streams") { Description = "Streams of 5 events per cell.", DefaultValueFactory = _ => 20_000 };
        var callers = new Option<int>("--callers") { Description = "Callers of the grouped append.", DefaultValueFactory = _ => 512 };
        var passes = new Option<int>("--passes") { Description = "Passes; the median counts.", DefaultValueFactory = _ => 3 };
        var command = new Command("store", "Appends, commands, rebuild and replay of the event store.") { streams, callers, passes };
        command.SetAction(async parse =>
        {
            await RunAsync(parse.GetValue(streams), parse.GetValue(callers), parse.GetValue(passes));
            return 0;
        });
        return command;
    }

    public static string Key(string prefix, int number) => $"job-{prefix}-{number:0000000}";

    private static async Task RunAsync(int streams, int callers, int passes)
    {
        await using var bench = await BenchDatabase.CreateAsync();
        await PassAsync(bench, streams / 10, callers);
        var results = new List<Pass>();
        for (var pass = 0; pass < passes; pass++)
        {
            results.Add(await PassAsync(bench, streams, callers));
        }

        double Of(Func<Pass, double> figure) => Median(results.Select(figure));
        await WriteAsync("store",
        [
            new("insert_per_second", Of(r => r.Insert), "events/s"),
            new("append_grouped_per_second", Of(r => r.Grouped), "events/s"),
            new("append_grouped_to_insert", Of(r => r.Grouped / r.Insert), "ratio"),
            new("append_single_per_second", Of(r => r.Single), "events/s"),
            new("commands_per_second", Of(r => r.Commands), "commands/s"),
            new("rebuild_per_second", Of(r => r.Rebuild), "events/s"),
            new("replay_per_second", Of(r => r.Replay), "events/s"),
            new("streams_per_commit", Of(r => r.StreamsPerCommit), "streams (grouped run; the plain insert used the same number)"),
        ]);
    }

    private static async Task<Pass> PassAsync(BenchDatabase bench, int streams, int callers)
    {
        var events = (double)streams * EventsPerStream;
        await bench.EmptyAsync();
        double grouped, single, commands;
        int perCommit;
        await using (var store = bench.Open())
        {
            grouped = events / await StoreCells.AppendAsync(store, streams, callers, "grouped");
            var commits = await bench.Database.ScalarAsync<long>("select count(distinct xmin::text) from ticketflow.mt_streams");
            perCommit = (int)Math.Max(1, streams / commits);
        }

        await bench.EmptyAsync();
        var insert = events / await PlainInsert.RunAsync(bench.Database.ConnectionString, streams, perCommit);

        await bench.EmptyAsync();
        await using (var store = bench.Open())
        {
            single = events / 10 / await StoreCells.AppendAsync(store, streams / 10, callers: 1, "single");
            commands = 2.0 * streams / await StoreCells.CommandsAsync(store, 2 * streams, callers: 8, "single", streams / 10);
            await StoreCells.AppendAsync(store, streams, callers, "more");
        }

        await using var fresh = bench.Open();
        var (replaySeconds, replayed) = await StoreCells.ReplayAsync(fresh);
        var rebuild = replayed / await StoreCells.RebuildAsync(fresh);
        await CheckAsync(bench, replayed);
        return new Pass(insert, grouped, single, commands, rebuild, replayed / replaySeconds, perCommit);
    }

    // A fast rebuild that forgot something would be no achievement.
    private static async Task CheckAsync(BenchDatabase bench, int replayed)
    {
        var projected = await bench.Database.ScalarAsync<long>(
            "select sum((data ->> 'events')::bigint)::bigint from ticketflow.mt_doc_jobdocument");
        if (projected != replayed)
        {
            throw new InvalidOperationException($"The rebuild projected {projected} of {replayed} events.");
        }
    }

    private sealed record Pass(
        double Insert, double Grouped, double Single, double Commands, double Rebuild, double Replay, double StreamsPerCommit);
}
