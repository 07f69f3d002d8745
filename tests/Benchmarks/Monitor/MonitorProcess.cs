using System.Diagnostics;
using System.Globalization;
using TicketFlow.Benchmarks.Jobs;
using TicketFlow.SystemUnderTest;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>The monitor as a process of its own.</summary>
internal sealed class MonitorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private MonitorProcess(Process process, string log) => (_process, _log) = (process, log);

    public int Id => _process.Id;

    public static Task<MonitorProcess> StartAsync(MonitorGround ground, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var log = Path.GetTempFileName();
        var start = new ProcessStartInfo("bash", ["-c", "exec \"$0\" >\"$1\" 2>&1", ProductBuild.PrinterMonitor, log]);
        foreach (var (name, value) in Settings(ground))
        {
            start.Environment[name] = value;
        }

        return Task.FromResult(new MonitorProcess(Process.Start(start)!, log));
    }

    /// <summary>Polls, and what they cost.</summary>
    public async Task<IReadOnlyList<Figure>> MeasureAsync(SimulatedFleet fleet, TimeSpan time, CancellationToken cancellation)
    {
        var (answered, cpu, started) = (fleet.Answered, ProcessFigures.Cpu(Id), TimeProvider.System.GetTimestamp());
        await Task.Delay(time, cancellation);
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var (polls, spent) = (fleet.Answered - answered, ProcessFigures.Cpu(Id) - cpu);
        DemandAlive();
        return
        [
            new("polls_per_second", polls / seconds, "polls/s"),
            new("cpu_share", spent / seconds / 10, "% of one core"),
            new("cpu_per_poll", spent * 1000 / Math.Max(1, polls), "µs"),
        ];
    }

    public void DemandAlive()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"The monitor ended with {_process.ExitCode}:\n{Tail()}");
        }
    }

    public string Tail() => string.Join('\n', File.ReadLines(_log).TakeLast(30));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        File.Delete(_log);
    }

    private static Dictionary<string, string> Settings(MonitorGround ground)
    {
        var interval = TimeSpan.FromSeconds(ground.Interval).ToString("c", CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["TICKETFLOW_MONITOR_POSTGRES"] = ground.Postgres,
            ["TICKETFLOW_MONITOR_RABBITMQ"] = ground.Broker.ToString(),
            ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            ["Monitor__Polling__Idle"] = interval,
            ["Monitor__Polling__Sleeping"] = interval,
            ["Monitor__Fleet__Rules__0__Resources"] = "sim-*",
            ["Monitor__Fleet__Rules__0__Port"] = ground.FleetPort.ToString(CultureInfo.InvariantCulture),
            ["Monitor__Fleet__Rules__1__Resources"] = "real-*",
            ["Monitor__Fleet__Rules__1__Port"] = ground.AgentPort.ToString(CultureInfo.InvariantCulture),
            ["Logging__LogLevel__Default"] = "Warning",
        };
    }
}
