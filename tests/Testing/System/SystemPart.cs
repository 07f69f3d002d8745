namespace TicketFlow.SystemUnderTest;

/// <summary>How a part is started, and how to see that it is ready.</summary>
internal sealed record PartPlan(
    string Name, string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, Func<Task<bool>> Ready);

/// <summary>A part of the system under test: one process at a time, started as often as a test likes.</summary>
public sealed class SystemPart : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    private readonly PartPlan _plan;
    private ChildProcess? _process;

    internal SystemPart(PartPlan plan, string logs) => (_plan, Log) = (plan, Path.Combine(logs, plan.Name + ".log"));

    public string Name => _plan.Name;

    /// <summary>The file with the output of all its processes.</summary>
    public string Log { get; }

    public int ProcessId => Running.Id;

    private ChildProcess Running => _process ?? throw new InvalidOperationException($"{Name} does not run.");

    /// <summary>Starts the process and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        if (_process is not null)
        {
            throw new InvalidOperationException($"{Name} runs already.");
        }

        _process = await ChildProcess.StartAsync(_plan.Program, _plan.Arguments, _plan.Environment, Log);
        await Eventually.TrueAsync(
            async () =>
                _process.HasEnded ? throw new InvalidOperationException($"{Name} ended while starting:\n{Tail(40)}") : await _plan.Ready(),
            ReadyWithin,
            () => $"{Name} is ready:\n{Tail(40)}");
    }

    /// <summary>kill -9.</summary>
    public Task KillAsync() => EndAsync("KILL");

    /// <summary>Asks it to end, as an operator would.</summary>
    public Task StopAsync() => EndAsync("TERM");

    /// <summary>It does nothing any more, as in a computer that sleeps, until <see cref="WakeAsync"/>.</summary>
    public Task SleepAsync() => Running.SignalAsync("STOP");

    public Task WakeAsync() => Running.SignalAsync("CONT");

    /// <summary>The last lines of its output.</summary>
    public string Tail(int lines) => File.Exists(Log) ? string.Join('\n', File.ReadLines(Log).TakeLast(lines)) : "";

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    private async Task EndAsync(string signal)
    {
        var process = Running;
        _process = null;
        await process.EndAsync(signal);
    }
}
