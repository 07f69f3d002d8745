using TicketFlow.Contracts.Agents;

namespace TicketFlow.Model;

/// <summary>One go-ahead obeyed: what the journal, the printer and the messages do, chosen by the job's own random numbers.</summary>
internal sealed class Transfer(ModelAgent agent, ModelJob job)
{
    private readonly int _life = job.Life;

    public async Task RunAsync()
    {
        // Also unlocks the caller: whatever follows happens later.
        await Task.Yield();
        var dice = agent.Calm ? 99 : job.Chance.Next(100);
        if (dice < 10)
        {
            await FailToStartAsync();
            return;
        }

        if (dice < 25)
        {
            await agent.Wire.SendAsync(
                MessageTypes.GoAheadReceipt, new GoAheadReceipt(agent.Wire.Next(), job.JobId, job.Attempt),
                AgentJson.Default.GoAheadReceipt, job.Chance);
            await Task.Delay(job.Chance.Next(60));
        }

        if (!agent.Change(job, _life, Begin))
        {
            return;
        }

        // A start report that is overtaken by the one of the end.
        var overtaken = dice is >= 25 and < 30;
        if (!overtaken)
        {
            await agent.ReportAsync(job);
        }

        await SendAsync(dice);
    }

    private void Begin()
    {
        (job.Held, job.Prints, job.BytesSent) = (HeldAs.Sending, job.Prints + 1, 1);
        (job.Reported, job.SentUnder) = (false, job.Attempt);
    }

    private async Task SendAsync(int dice)
    {
        if (dice is >= 30 and < 38)
        {
            agent.Change(job, _life, () => job.Silent = true);
            await Task.Delay(job.Chance.Next(200, 1400));
        }
        else
        {
            await Task.Delay(agent.Calm ? 1 : job.Chance.Next(50));
        }

        var breaks = dice is >= 38 and < 46;
        if (agent.Change(job, _life, () =>
        {
            job.Silent = false;
            (job.Held, job.BytesSent) = breaks ? (HeldAs.Broken, job.Bytes / 2) : (HeldAs.Sent, job.Bytes);
        }))
        {
            await agent.ReportAsync(job);
        }
    }

    private async Task FailToStartAsync()
    {
        var code = job.Chance.Next(4) == 0 ? "agent-internal" : "connection-refused";
        var attempt = job.Attempt;
        if (agent.Change(job, _life, () => (attempt, job.Held) = (job.Attempt, HeldAs.Spooled)))
        {
            await agent.Wire.SendAsync(
                MessageTypes.StartFailure, new StartFailure(agent.Wire.Next(), job.JobId, attempt, code, Tries: 2),
                AgentJson.Default.StartFailure, job.Chance);
        }
    }
}
