using System.Text.Json;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Model;

/// <summary>What the agent does with the server's messages.</summary>
internal sealed partial class ModelAgent
{
    private void Receive(string type, byte[] body)
    {
        var work = type switch
        {
            MessageTypes.Ticket => OnTicketAsync(JsonSerializer.Deserialize(body, AgentJson.Default.Ticket)!),
            MessageTypes.GoAhead => OnGoAheadAsync(JsonSerializer.Deserialize(body, AgentJson.Default.GoAhead)!),
            MessageTypes.CancelOrder => OnCancelOrderAsync(JsonSerializer.Deserialize(body, AgentJson.Default.CancelOrder)!),
            MessageTypes.Refusal => OnRefusal(JsonSerializer.Deserialize(body, AgentJson.Default.Refusal)!),
            _ => Task.CompletedTask,
        };
        _ = WatchAsync(work);
    }

    private async Task WatchAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            lock (_lock)
            {
                Faults.Add(e.ToString());
            }
        }
    }

    /// <summary>The job a message is about; null when the message gets lost, or the job is not of this sequence.</summary>
    private ModelJob? Find(string? jobId) =>
        jobId is not null && _jobs.TryGetValue(jobId, out var job) && (Calm || job.Chance.Next(10) != 0) ? job : null;

    private Task OnTicketAsync(Ticket ticket)
    {
        lock (_lock)
        {
            if (Find(ticket.JobId) is not { } job)
            {
                return Task.CompletedTask;
            }

            job.Answered |= ticket.State != JobStates.Opened || !job.Describes;
            if (ticket.State == JobStates.Opened)
            {
                return job.Held == HeldAs.Spooled ? DescribeAsync(job) : Task.CompletedTask;
            }

            var ended = ticket.State
                is JobStates.Completed or JobStates.Failed or JobStates.Interrupted or JobStates.Cancelled or JobStates.Refused;
            job.Held = ended && job.Held == HeldAs.Spooled ? HeldAs.Closed : job.Held;
            return Task.CompletedTask;
        }
    }

    private Task OnRefusal(Refusal refusal)
    {
        lock (_lock)
        {
            if (Find(refusal.JobId) is { } job && refusal.Key is not null)
            {
                job.Answered = true;
                job.Held = HeldAs.Closed;
            }
        }

        return Task.CompletedTask;
    }

    private Task OnGoAheadAsync(GoAhead go)
    {
        lock (_lock)
        {
            if (Find(go.JobId) is not { } job || go.Attempt < job.Attempt)
            {
                return Task.CompletedTask;
            }

            var isNewer = go.Attempt > job.Attempt;
            (job.Answered, job.Attempt) = (true, go.Attempt);
            var chosen = go.Resend >= job.SentUnder;
            switch (job.Held)
            {
                case HeldAs.Spooled when isNewer && (job.SentUnder == 0 || chosen):
                case HeldAs.Broken or HeldAs.Interrupted when isNewer && chosen:
                    (job.Held, job.Reported, job.BytesSent) = (HeldAs.Starting, false, 0);
                    return new Transfer(this, job).RunAsync();
                case HeldAs.Spooled or HeldAs.Starting:
                    return Task.CompletedTask;
                case HeldAs.Sending:
                    job.SentUnder = go.Attempt;
                    return ReportAsync(job);
                case HeldAs.Gone or HeldAs.Closed:
                    return Wire.SendAsync(
                        MessageTypes.StartFailure, new StartFailure(Wire.Next(), job.JobId, go.Attempt, "spool-gone"),
                        AgentJson.Default.StartFailure, job.Chance);
                default:
                    return ReportAsync(job);
            }
        }
    }

    private Task OnCancelOrderAsync(CancelOrder order)
    {
        lock (_lock)
        {
            if (Find(order.JobId) is not { } job)
            {
                return Task.CompletedTask;
            }

            if (job.Held is HeldAs.Sent or HeldAs.Broken or HeldAs.Interrupted)
            {
                // It ended before; its report says what left.
                return ReportAsync(job);
            }

            job.Answered = true;
            job.Life++;
            job.SentUnder = order.Keep == 1 ? 0 : job.SentUnder;
            job.Held = job.Held == HeldAs.Gone ? HeldAs.Gone : order.Keep == 1 && job.Held != HeldAs.Closed ? HeldAs.Spooled
                : HeldAs.Closed;
            return Wire.SendAsync(
                MessageTypes.StopReport, new StopReport(Wire.Next(), job.JobId, job.BytesSent), AgentJson.Default.StopReport, job.Chance,
                repeatable: false);
        }
    }
}
