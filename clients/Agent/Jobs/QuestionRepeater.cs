using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Jobs;

/// <summary>Asks the server again for jobs it has not answered for.</summary>
internal sealed class QuestionRepeater(JobTable table, JobLifecycle jobs, BrokerOptions options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(options.RequestRepeat / 5, clock);
        try
        {
            while (await beat.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var entry in table.Open.Where(entry => entry.State.NeedsAnswer))
                {
                    jobs.RepeatQuestion(entry);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }
}
