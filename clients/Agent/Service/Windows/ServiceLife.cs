namespace TicketFlow.Agent.Service.Windows;

/// <summary>
/// The agent's life as the system's service control wants to hear it: starting, running, ending, stopped, each once and in this order.
/// A fault of the agent is not reported: the process ends without a word, and the system's recovery starts it again.
/// </summary>
/// <param name="run">The agent; it calls the action when it takes jobs, ends when asked, and returns its exit code.</param>
internal sealed class ServiceLife(IServiceControl control, Func<Action, CancellationToken, Task<int>> run, TimeProvider clock) : IDisposable
{
    /// <summary>A journal of many jobs takes its time to read; while it is read, the system hears of it this often.</summary>
    public static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(5);

    private const uint NoError = 0;
    private const uint NotImplemented = 120;
    private static readonly TimeSpan Hint = BeatEvery * 4;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private ServiceReport _last = new(ServiceState.StartPending, Checkpoint: 1, Hint);

    public async Task RunAsync()
    {
        control.Report(_last);
        await using var beat = clock.CreateTimer(_ => Beat(), null, BeatEvery, BeatEvery);
        var exitCode = await run(() => Enter(ServiceState.Running), _stop.Token);
        Enter(ServiceState.Stopped, exitCode);
    }

    /// <summary>What the system asks (<c>HandlerEx</c>); returns its error number.</summary>
    public uint Handle(uint wanted)
    {
        switch (wanted)
        {
            case ServiceControls.Stop or ServiceControls.Shutdown or ServiceControls.PreShutdown:
                Enter(ServiceState.StopPending);

                // Not on this thread: it is the system's, and whoever waits for the end must not run on it.
                _ = Task.Run(_stop.CancelAsync, CancellationToken.None);
                return NoError;
            case ServiceControls.Interrogate:
                Again(static last => last);
                return NoError;
            default:
                return NotImplemented;
        }
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Goes on to a later state; an earlier one does not come back.</summary>
    private void Enter(ServiceState state, int exitCode = 0)
    {
        lock (_gate)
        {
            if (Order(state) > Order(_last.State))
            {
                var pending = state is ServiceState.StopPending;
                _last = new ServiceReport(state, pending ? 1u : 0u, pending ? Hint : TimeSpan.Zero, exitCode);
                control.Report(_last);
            }
        }
    }

    private void Beat() => Again(static last => last.State is ServiceState.StartPending or ServiceState.StopPending
        ? last with { Checkpoint = last.Checkpoint + 1 }
        : null);

    /// <summary>Nothing is said after the end: the handle is gone then.</summary>
    private void Again(Func<ServiceReport, ServiceReport?> next)
    {
        lock (_gate)
        {
            if (_last.State is not ServiceState.Stopped && next(_last) is { } report)
            {
                _last = report;
                control.Report(report);
            }
        }
    }

    private static int Order(ServiceState state) => state switch
    {
        ServiceState.StartPending => 0,
        ServiceState.Running => 1,
        ServiceState.StopPending => 2,
        _ => 3,
    };
}

/// <summary>Controls the system sends, by their numbers (winsvc.h).</summary>
internal static class ServiceControls
{
    public const uint Stop = 0x1;
    public const uint Interrogate = 0x4;
    public const uint Shutdown = 0x5;
    public const uint PreShutdown = 0xF;
}
