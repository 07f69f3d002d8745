using System.Text.Json;
using Microsoft.Extensions.Hosting;
using TicketFlow.Agent.Broker;
using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Transfers;

/// <summary>While something transfers: receipts for slow starts, and one status update for all transfers together.</summary>
internal sealed class TransferBeat(
    TransferBoard board, JobLifecycle jobs, OutgoingQueue outgoing, TransferOptions options, TimeProvider clock) : BackgroundService
{
    /// <summary>Jobs in one message; keeps it far below the largest message.</summary>
    private const int MostPerMessage = 400;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private long _lastStatus = clock.GetTimestamp();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await board.WaitForOneAsync(stoppingToken);

                // No timer runs while nothing transfers: ten wakes a second are what an idle computer notices.
                await Task.Delay(Look, clock, stoppingToken);
                SayReceipts();
                SayStatusWhenDue();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent ends.
        }
    }

    private void SayReceipts()
    {
        foreach (var entry in board.Running)
        {
            if (entry.State.Phase is JobPhase.Starting && clock.GetElapsedTime(entry.StartedAt) >= options.ReceiptAfter)
            {
                jobs.SayReceipt(entry);
            }
        }
    }

    private void SayStatusWhenDue()
    {
        var sending = board.Running.Where(entry => entry.State.Phase is JobPhase.Sending).ToList();
        var now = clock.GetTimestamp();
        var due = sending.Count > 0 ? sending.Min(entry => Interval(entry.State)) : TimeSpan.MaxValue;
        var oldest = sending.Count > 0 ? sending.Min(entry => entry.StartedAt) : now;

        // A transfer's own report of its start counts as its first status.
        if (clock.GetElapsedTime(Math.Max(_lastStatus, oldest), now) < due)
        {
            return;
        }

        _lastStatus = now;
        foreach (var part in sending.Chunk(MostPerMessage))
        {
            var update = new StatusUpdate(
                outgoing.NextSequence(), [.. part.Select(entry => new JobStatus(entry.State.JobId, entry.State.Attempt, entry.BytesSent))]);
            outgoing.Post(new OutgoingMessage(
                MessageTypes.StatusUpdate, JsonSerializer.SerializeToUtf8Bytes(update, AgentJson.Default.StatusUpdate)));
        }

        sending.ForEach(entry => jobs.Apply(entry, new ProgressSeen(entry.BytesSent)));
    }

    /// <summary>A little less than asked for: the message needs time too.</summary>
    private TimeSpan Interval(JobState job) =>
        (job.StatusSeconds > 0 && TimeSpan.FromSeconds(job.StatusSeconds) < options.StatusInterval
            ? TimeSpan.FromSeconds(job.StatusSeconds)
            : options.StatusInterval) * 0.8;
}
