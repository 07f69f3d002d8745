using System.CommandLine;
using static TicketFlow.Benchmarks.Figures;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>What a run measures.</summary>
internal sealed record MonitorBenchOptions(int Printers, int Agents, int Interval, int Seconds, int Faults, int Checks);

/// <summary>
/// <c>monitor</c>: the printer monitor as it ships, on real database and broker, against simulated printers and real net-snmp agents;
/// beside it the
/// same question asked with net-snmp's own tool.
/// </summary>
internal static class MonitorBench
{
    public static Command Command()
    {
        var printers = new Option<int>("--printers")
        {
            Description = "Simulated printers, up to 60,000.",
            DefaultValueFactory = _ => 20_000,
        };
        var agents = new Option<int>("--agents") { Description = "Real net-snmp agents.", DefaultValueFactory = _ => 100 };
        var interval = new Option<int>("--interval")
        {
            Description = "Seconds between two polls of a printer.",
            DefaultValueFactory = _ => 30,
        };
        var seconds = new Option<int>("--seconds") { Description = "Length of the measured run.", DefaultValueFactory = _ => 90 };
        var faults = new Option<int>("--faults")
        {
            Description = "Printers that stop, one after another, after the measured run.",
            DefaultValueFactory = _ => 30,
        };
        var checks = new Option<int>("--checks") { Description = "Checks that are asked for.", DefaultValueFactory = _ => 30 };
        var command = new Command("monitor", "Printers polled: cost, and how long it takes until a fault is known.")
        {
            printers, agents, interval, seconds, faults, checks,
        };
        command.SetAction((parse, cancellation) => RunAsync(
            new MonitorBenchOptions(
                Math.Clamp(parse.GetValue(printers), 1, 60_000), Math.Clamp(parse.GetValue(agents), 0, 250), parse.GetValue(interval),
                parse.GetValue(seconds), parse.GetValue(faults), parse.GetValue(checks)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(MonitorBenchOptions options, CancellationToken cancellation)
    {
        Say($"starting database, broker, {options.Printers} simulated printers and {options.Agents} net-snmp agents");
        using var fleet = new SimulatedFleet(options.Printers);
        await using var agents = await RealAgents.StartAsync(options.Agents, cancellation);
        await using var ground = await MonitorGround.CreateAsync(options, fleet, agents.Port, cancellation);
        var tool = await NetSnmpTool.MeasureAsync(fleet, cancellation);
        await using var monitor = await MonitorProcess.StartAsync(ground, cancellation);
        Say("waiting until the monitor knows every printer");
        var knownAfter = await ground.EveryPrinterIsKnownAsync(monitor, cancellation);
        await Task.Delay(TimeSpan.FromSeconds(options.Interval), cancellation);
        Say($"measuring {options.Seconds} s");
        var polling = await monitor.MeasureAsync(fleet, TimeSpan.FromSeconds(options.Seconds), cancellation);
        Say($"{options.Checks} checks, {options.Faults} faults");
        await using var ears = await HealthEars.ListenAsync(ground.Broker, cancellation);
        var checks = await ears.CheckAsync(options.Checks, fleet, cancellation);
        var faults = await ears.FaultsAsync(options.Faults, fleet, TimeSpan.FromSeconds(options.Interval), cancellation);
        await WriteAsync("monitor",
        [
            new("printers", options.Printers, "printers"),
            new("net_snmp_agents", options.Agents, "agents"),
            new("interval", options.Interval, "s"),
            new("all_known_after", knownAfter.TotalSeconds, "s"),
            .. polling,
            new("memory_peak", ProcessMemory(monitor).Peak, "MB"),
            new("memory_now", ProcessMemory(monitor).Now, "MB"),
            .. Spread("check", checks),
            .. Spread("fault_to_event", faults),
            new("missed_faults", options.Faults - faults.Count, "faults"),
            .. tool,
        ]);
        return faults.Count == options.Faults ? 0 : 1;
    }

    private static (double Peak, double Now) ProcessMemory(MonitorProcess monitor) => Jobs.ProcessFigures.Memory(monitor.Id);

    internal static void Say(string what) => Console.Error.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss} {what}");
}
