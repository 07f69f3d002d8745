using Microsoft.Extensions.Hosting;

namespace TicketFlow.Agent.Leases;

/// <summary>Keeps the leases. No timer runs while there are none.</summary>
internal sealed class LeaseRenewer(LeaseKeeping leases, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(100);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var change = leases.Changes.Next();
                if (leases.SayDue() is { } wait)
                {
                    await Task.WhenAny(change, Task.Delay(wait < Least ? Least : wait, clock, stoppingToken));
                    stoppingToken.ThrowIfCancellationRequested();
                }
                else
                {
                    await change.WaitAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }
}
