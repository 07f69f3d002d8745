using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// What a transaction's events change in one job's queue row. Events set columns to values, never by increments, so all events of one job in one
/// transaction merge into one change, and applying a change twice is harmless.
/// </summary>
internal sealed class JobRow
{
    private JobRow(string jobId) => JobId = jobId;

    public string JobId { get; }

    public JobOpened? Opened { get; private set; }

    public DateTimeOffset EnqueuedAt { get; private set; }

    public string Phase { get; private set; } = "";

    public long Version { get; private set; }

    public long? Bytes { get; private set; }

    public int? Attempt { get; private set; }

    public bool Active { get; private set; }

    public DateTimeOffset? NotBefore { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    public string? DeadlineKind { get; private set; }

    public DateTimeOffset? DeadlineAt { get; private set; }

    /// <summary>The job left the queue.</summary>
    public bool Ended { get; private set; }

    /// <summary>A slot or a job came free: the dispatcher should look at the resource.</summary>
    public bool WakesDispatcher { get; private set; }

    /// <summary>Merges the events of one transaction, job by job.</summary>
    public static List<JobRow> Merge(IReadOnlyList<IEvent> events)
    {
        var rows = new Dictionary<string, JobRow>(events.Count, StringComparer.Ordinal);
        foreach (var @event in events)
        {
            if (@event.Data is not JobEvent fact)
            {
                continue;
            }

            if (!rows.TryGetValue(@event.StreamKey, out var row))
            {
                rows.Add(@event.StreamKey, row = new JobRow(@event.StreamKey["job-".Length..]));
            }

            row.Take(fact, @event);
        }

        // One order for everybody who locks several rows.
        return [.. rows.Values.OrderBy(row => row.JobId, StringComparer.Ordinal)];
    }

    private void Take(JobEvent fact, IEvent @event)
    {
        Version = @event.Version;
        ChangedAt = @event.Timestamp;
        switch (fact)
        {
            case JobOpened e:
                Opened = e;
                EnqueuedAt = @event.Timestamp;
                Stand(JobPhase.Opened, DeadlineKinds.Describe, e.DescribeBy);
                break;
            case JobDescribed e:
                Bytes = e.Bytes;
                Stand(JobPhase.Waiting);
                WakesDispatcher = true;
                break;
            case GoAheadIssued e:
                Attempt = e.Attempt;
                Stand(JobPhase.Released, DeadlineKinds.Confirm, e.ConfirmBy, active: true);
                break;
            case GoAheadConfirmed e:
                Stand(JobPhase.Starting, DeadlineKinds.Start, e.StartBy, active: true);
                break;
            case GoAheadExpired:
                break;
            case TransferStarted e:
                Stand(JobPhase.Printing, DeadlineKinds.Status, e.StatusBy, active: true);
                break;
            case TransferStartFailed { RetryAt: { } retryAt }:
                Stand(JobPhase.Waiting, DeadlineKinds.Retry, retryAt);
                NotBefore = retryAt;
                WakesDispatcher = true;
                break;
            case JobSuspected:
                Stand(JobPhase.Suspect, active: true);
                break;
            case AgentHeardAgain e:
                Stand(JobPhase.Printing, DeadlineKinds.Status, e.StatusBy, active: true);
                break;
            default:
                Ended = true;
                WakesDispatcher = true;
                break;
        }
    }

    private void Stand(JobPhase phase, string? deadlineKind = null, DateTimeOffset? deadlineAt = null, bool active = false)
    {
        Phase = phase.ToString();
        DeadlineKind = deadlineKind;
        DeadlineAt = deadlineAt;
        Active = active;
        NotBefore = null;
    }
}
