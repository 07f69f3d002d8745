using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Jobs;

namespace TicketFlow.Agent.Service;

/// <summary>
/// Tells systemd's watchdog that the agent lives, and only while it does: a thread of the pool runs, and the jobs' table answers. An agent
/// that hangs is killed and started again; its journal knows what it was doing.
/// </summary>
internal sealed class Watchdog(ServiceNotice notice, JobTable table, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (ServiceNotice.WatchdogEvery(Environment.GetEnvironmentVariable("WATCHDOG_USEC")) is not { } every)
        {
            return;
        }

        try
        {
            // A sign of life is none before the agent is ready: until then the limit of the start counts.
            await notice.BecameReady.WaitAsync(stoppingToken);
            using var beat = new PeriodicTimer(every, clock);
            while (await beat.WaitForNextTickAsync(stoppingToken))
            {
                _ = table.List(closedToo: false);
                notice.Send(ServiceNotice.Alive);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }
}
