using System.CommandLine;
using TicketFlow.SystemUnderTest;
using static TicketFlow.Benchmarks.Figures;

namespace TicketFlow.Benchmarks.Jobs;

/// <summary>
/// <c>idle</c>: what an agent costs a computer on which nobody prints: memory and CPU while it has nothing to do, before and after some
/// work, when it has let go of its connection.
/// </summary>
internal static class IdleBench
{
    private const string LetGo = "No jobs: disconnected from the broker";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeProvider Clock = TimeProvider.System;

    public static Command Command()
    {
        var seconds = new Option<int>("--seconds") { Description = "How long each idleness is watched.", DefaultValueFactory = _ => 30 };
        var jobs = new Option<int>("--jobs") { Description = "Jobs between the two.", DefaultValueFactory = _ => 2000 };
        var command = new Command("idle", "Memory and CPU of an agent without work.") { seconds, jobs };
        command.SetAction(parse => RunAsync(parse.GetValue(seconds), parse.GetValue(jobs)));
        return command;
    }

    private static async Task<int> RunAsync(int seconds, int jobs)
    {
        await using var system = await TicketFlowSystem.StartAsync(new SystemOptions
        {
            PrivateServers = true,
            HashOnly = true,
            Printers = 20,
            AgentSettings = new Dictionary<string, string> { ["TICKETFLOW_AGENT__Broker__IdleDisconnect"] = "00:00:02" },
        });
        await system.ExplainAsync(async () =>
        {
            List<Figure> figures = [.. await WatchAsync(system, "fresh", letGos: 1, seconds)];
            await new Load(system, new JobsBenchOptions(20, jobs, 10_000, 1, 4)).RunAsync("load", jobs);
            figures.Add(new Figure("rss_mb_peak", Memory(system).Peak, "MB"));
            figures.AddRange(await WatchAsync(system, "after", letGos: 2, seconds));
            await WriteAsync("idle", figures);
        });
        return 0;
    }

    private static async Task<IReadOnlyList<Figure>> WatchAsync(TicketFlowSystem system, string name, int letGos, int seconds)
    {
        var agent = system.Agents[0].Process;
        await Eventually.TrueAsync(
            () => File.ReadAllText(agent.Log).Split(LetGo).Length > letGos, Patience, () => "the agent has let go of its connection");
        var before = ProcessFigures.Cpu(agent.ProcessId);
        await Task.Delay(TimeSpan.FromSeconds(seconds), Clock);
        var cpu = ProcessFigures.Cpu(agent.ProcessId) - before;
        return
        [
            new Figure($"{name}_rss_mb", Memory(system).Now, "MB"),
            new Figure($"{name}_cpu_ms_per_minute", cpu * 60 / seconds, "ms (counted in steps of 10)"),
        ];
    }

    private static (double Peak, double Now) Memory(TicketFlowSystem system) => ProcessFigures.Memory(system.Agents[0].Process.ProcessId);
}
