using System.CommandLine;
using TicketFlow.SystemUnderTest;
using static TicketFlow.Benchmarks.Figures;

namespace TicketFlow.Benchmarks.Jobs;

/// <summary>
/// <c>jobs</c>: end to end through real processes, broker, database and sockets, everything durable. Documents carry ids, so that losses
/// and
/// doubles are counted at the printers.
/// </summary>
internal static class JobsBench
{
    public static Command Command()
    {
        var queues = new Option<int>("--queues") { Description = "Printers.", DefaultValueFactory = _ => 200 };
        var jobs = new Option<int>("--jobs") { Description = "Jobs of the measured run.", DefaultValueFactory = _ => 2000 };
        var size = new Option<int>("--size") { Description = "Bytes of each document, at least 64.", DefaultValueFactory = _ => 10_000 };
        var agents = new Option<int>("--agents") { Description = "Agents the jobs are spread over.", DefaultValueFactory = _ => 1 };
        var slots = new Option<int>("--slots") { Description = "Jobs active at once on each printer.", DefaultValueFactory = _ => 4 };
        var budgets = new Option<string[]>("--budgets")
        {
            Description = "A measured run under each: none, one cost centre's that all jobs share, 2,000 users'.",
            DefaultValueFactory = _ => [BenchBudgets.None],
            AllowMultipleArgumentsPerToken = true,
        };
        budgets.AcceptOnlyFromAmong([.. BenchBudgets.All]);
        var command = new Command("jobs", "Jobs from submission to the printers' last byte.")
        {
            queues, jobs, size, agents, slots, budgets,
        };
        command.SetAction(async parse =>
        {
            var load = new JobsBenchOptions(
                parse.GetValue(queues), parse.GetValue(jobs), Math.Max(64, parse.GetValue(size)), parse.GetValue(agents),
                parse.GetValue(slots))
            {
                Budgets = parse.GetRequiredValue(budgets),
            };
            return await RunAsync(load);
        });
        return command;
    }

    private static async Task<int> RunAsync(JobsBenchOptions options)
    {
        Say($"starting servers, {options.Queues} printers, {options.Agents} agent(s)");
        await using var system = await TicketFlowSystem.StartAsync(new SystemOptions
        {
            PrivateServers = true,
            HashOnly = true,
            Printers = options.Queues,
            Agents = options.Agents,
            Slots = options.Slots,
        });
        var lossless = false;
        await system.ExplainAsync(async () => lossless = await MeasureAsync(system, options));
        return lossless ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(TicketFlowSystem system, JobsBenchOptions options)
    {
        var load = new Load(system, options);
        Say($"warm-up: {JobsBenchOptions.WarmUp} jobs");
        await load.RunAsync("warm", JobsBenchOptions.WarmUp);
        if (options.Budgets is not [BenchBudgets.None])
        {
            return await CompareBudgetsAsync(system, load, options);
        }

        Say($"measured run: {options.Jobs} jobs of {options.Size} bytes");
        var before = await SystemCounts.ReadAsync(system);
        var loaded = await load.RunAsync("load", options.Jobs);
        var after = await SystemCounts.ReadAsync(system);
        Say($"idle: {JobsBenchOptions.Idle} jobs one after another");
        var idle = await load.RunIdleAsync("idle", JobsBenchOptions.Idle);
        var atEnd = await SystemCounts.ReadAsync(system);
        await WriteAsync("jobs",
        [
            .. Loaded(options, loaded),
            .. Latencies("", idle),
            .. Latencies("loaded_", loaded),
            .. after.TrafficSince(before, options.Jobs),
            .. atEnd.TrafficSince(after, JobsBenchOptions.Idle, "idle_"),
            .. after.Since(before, options.Jobs),
        ]);
        return loaded is { Lost: 0, Doubled: 0 } && idle is { Lost: 0, Doubled: 0 };
    }

    private static async Task<bool> CompareBudgetsAsync(TicketFlowSystem system, Load load, JobsBenchOptions options)
    {
        await using var budgets = new BenchBudgets(system);
        var (figures, lossless) = (new List<Figure>(), true);
        foreach (var (number, kind) in options.Budgets.Index())
        {
            await budgets.SetAsync(kind);
            Say($"budgets {kind}: {JobsBenchOptions.WarmUp} jobs, then {options.Jobs} that count");
            await load.RunAsync($"warm-{number}-{kind}", JobsBenchOptions.WarmUp);
            var (before, reserved) = (await SystemCounts.ReadAsync(system), await budgets.ReservationsAsync());
            var run = await load.RunAsync($"load-{number}-{kind}", options.Jobs);
            var name = options.Budgets.Take(number).Count(k => k == kind) is > 0 and var again ? $"{kind}_{again + 1}" : kind;
            figures.AddRange(
            [
                new($"{name}_jobs_per_second", run.Delivered.Count / run.Seconds, "jobs/s"),
                new($"{name}_reservations", await budgets.ReservationsAsync() - reserved, "jobs"),
                .. Latencies($"{name}_", run),
                .. (await SystemCounts.ReadAsync(system)).Since(before, options.Jobs)
                    .Where(figure => figure.Unit == "ms").Select(figure => figure with { Name = $"{name}_{figure.Name}" }),
            ]);
            lossless &= run is { Lost: 0, Doubled: 0 };
        }

        await WriteAsync("jobs-budgets", figures);
        return lossless;
    }

    private static IEnumerable<Figure> Loaded(JobsBenchOptions options, LoadResult run) =>
    [
        new("queues", options.Queues, "printers"),
        new("jobs", options.Jobs, "jobs"),
        new("size", options.Size, "bytes"),
        new("agents", options.Agents, "agents"),
        new("jobs_per_second", run.Delivered.Count / run.Seconds, "jobs/s"),
        new("lost", run.Lost, "jobs"),
        new("doubled", run.Doubled, "jobs"),
        new("partial", run.Partial, "documents"),
    ];

    private static IEnumerable<Figure> Latencies(string prefix, LoadResult run)
    {
        var sorted = run.Delivered.Select(delivery => delivery.Milliseconds).Order().ToArray();
        double At(double share) => sorted.Length == 0 ? double.NaN : sorted[(int)((sorted.Length - 1) * share)];
        return [new($"{prefix}submit_to_last_byte_p50_ms", At(0.5), "ms"), new($"{prefix}submit_to_last_byte_p99_ms", At(0.99), "ms")];
    }

    private static void Say(string what) => Console.Error.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");
}
