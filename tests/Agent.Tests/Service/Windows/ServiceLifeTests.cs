using System.Collections.Concurrent;
using TicketFlow.Agent.Service.Windows;
using TicketFlow.Agent.Tests.Harness;

namespace TicketFlow.Agent.Tests.Service.Windows;

/// <summary>What the system's service control hears of an agent; the system itself is played.</summary>
public sealed class ServiceLifeTests
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Told _told = new();
    private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_service_starts_runs_is_stopped_and_has_stopped()
    {
        using var life = new ServiceLife(_told, AgentAsync, TimeProvider.System);
        var whole = life.RunAsync();
        States.ShouldBe([ServiceState.StartPending]);
        _ready.SetResult();
        await _running.Task;
        States.ShouldBe([ServiceState.StartPending, ServiceState.Running]);
        life.Handle(ServiceControls.Stop).ShouldBe(0u);
        await whole.WaitAsync(Eventually.Deadline);
        States.ShouldBe([ServiceState.StartPending, ServiceState.Running, ServiceState.StopPending, ServiceState.Stopped]);
        Reports[^1].ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData(ServiceControls.Shutdown)]
    [InlineData(ServiceControls.PreShutdown)]
    public async Task The_systems_own_end_is_a_stop_too_even_while_it_starts(uint control)
    {
        using var life = new ServiceLife(_told, AgentAsync, TimeProvider.System);
        var whole = life.RunAsync();
        life.Handle(control).ShouldBe(0u);
        await whole.WaitAsync(Eventually.Deadline);
        States.ShouldBe([ServiceState.StartPending, ServiceState.StopPending, ServiceState.Stopped]);
    }

    [Fact]
    public async Task A_slow_start_and_a_slow_end_are_heard_of_so_that_the_system_waits()
    {
        var clock = new BeatClock();
        using var life = new ServiceLife(_told, AgentAsync, clock);
        var whole = life.RunAsync();
        clock.Beat();
        clock.Beat();
        Reports.Select(report => (report.State, report.Checkpoint))
            .ShouldBe([(ServiceState.StartPending, 1u), (ServiceState.StartPending, 2u), (ServiceState.StartPending, 3u)]);
        Reports.ShouldAllBe(report => report.WaitHint > ServiceLife.BeatEvery);
        _ready.SetResult();
        await _running.Task;
        var before = Reports.Count;
        clock.Beat();
        Reports.Count.ShouldBe(before, "a running service has nothing to add");
        life.Handle(ServiceControls.Stop);
        await whole.WaitAsync(Eventually.Deadline);
    }

    [Fact]
    public async Task Asked_how_it_is_it_says_the_same_again_and_after_its_end_nothing()
    {
        using var life = new ServiceLife(_told, AgentAsync, TimeProvider.System);
        var whole = life.RunAsync();
        _ready.SetResult();
        await _running.Task;
        life.Handle(ServiceControls.Interrogate).ShouldBe(0u);
        States.ShouldBe([ServiceState.StartPending, ServiceState.Running, ServiceState.Running]);
        life.Handle(ServiceControls.Stop);
        await whole.WaitAsync(Eventually.Deadline);
        var count = Reports.Count;
        life.Handle(ServiceControls.Interrogate);
        life.Handle(ServiceControls.Stop);
        Reports.Count.ShouldBe(count);
    }

    [Fact]
    public async Task Settings_that_cannot_work_are_an_end_with_a_code_of_its_own()
    {
        using var life = new ServiceLife(_told, static (_, _) => Task.FromResult(2), TimeProvider.System);
        await life.RunAsync();
        (Reports[^1].State, Reports[^1].ExitCode).ShouldBe((ServiceState.Stopped, 2));
    }

    [Fact]
    public async Task A_fault_is_never_reported_as_an_end_so_that_the_system_starts_it_again()
    {
        using var life = new ServiceLife(_told, static (_, _) => throw new InvalidOperationException("a fault"), TimeProvider.System);
        await Should.ThrowAsync<InvalidOperationException>(life.RunAsync);
        States.ShouldBe([ServiceState.StartPending]);
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(14u)]
    public void What_it_does_not_know_it_says_so(uint control)
    {
        using var life = new ServiceLife(_told, AgentAsync, TimeProvider.System);
        life.Handle(control).ShouldBe(120u);
    }

    private IReadOnlyList<ServiceReport> Reports => [.. _told.Reports];

    private IEnumerable<ServiceState> States => Reports.Select(report => report.State);

    private async Task<int> AgentAsync(Action ready, CancellationToken stop)
    {
        try
        {
            await _ready.Task.WaitAsync(stop);
            ready();
            _running.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            // Asked to end.
        }

        return 0;
    }

    private sealed class Told : IServiceControl
    {
        public ConcurrentQueue<ServiceReport> Reports { get; } = new();

        public void Report(ServiceReport report) => Reports.Enqueue(report);
    }

    /// <summary>A clock whose only timer beats when the test says so.</summary>
    private sealed class BeatClock : TimeProvider
    {
        private Action _beat = static () => { };

        public void Beat() => _beat();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _beat = () => callback(state);
            return new NoTimer();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
