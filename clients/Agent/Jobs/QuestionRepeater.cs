using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Options;

namespace TicketFlow.Agent.Jobs;

/// <summary>Asks the server again for jobs it has not answered for.</summary>
internal sealed class QuestionRepeater(JobTable table, JobLifecycle jobs, BrokerOptions options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var change = table.Changes.Next();
                await (table.OpenCount == 0
                    ? change.WaitAsync(stoppingToken)
                    : Task.Delay(options.RequestRepeat / 5, clock, stoppingToken));
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
