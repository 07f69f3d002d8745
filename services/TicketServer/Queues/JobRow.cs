using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Jobs.Rules;

namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// What a transaction's events change in one job's queue row; null leaves a column alone. Events set columns to values, never by
/// increments, so all events of one job in one transaction merge into one change, and applying a change twice is harmless.
/// </summary>
internal sealed class JobRow
{
    private JobRow(string jobId) => JobId = jobId;

    public string JobId { get; }

    public JobOpened? Opened { get; private set; }

    /// <summary>An ended job comes back into its queue.</summary>
    public ResendChosen? Returned { get; private set; }

    public DateTimeOffset EnqueuedAt { get; private set; }

    public string? Resource { get; private set; }

    public string? Phase { get; private set; }

    public long Version { get; private set; }

    public long? Bytes { get; private set; }

    public int? Attempt { get; private set; }

    public bool? Active { get; private set; }

    /// <summary>The choice to print again was made after this attempt.</summary>
    public int? ResendAfter { get; private set; }

    /// <summary>Whether it stands in another queue than it was asked for.</summary>
    public bool? Moved { get; private set; }

    public int? Priority { get; private set; }

    public long? Rank { get; private set; }

    public string? HoldReason { get; private set; }

    /// <summary>What it is held for: so much of this budget's account was not there.</summary>
    public BudgetShare? Lacks { get; private set; }

    public DateTimeOffset? NotBefore { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Whether the deadline is set, to null or to a value.</summary>
    public bool SetsDeadline { get; private set; }

    public string? DeadlineKind { get; private set; }

    public DateTimeOffset? DeadlineAt { get; private set; }

    /// <summary>The job left the queue.</summary>
    public bool Ended { get; private set; }

    /// <summary>Until when the job's resource gets no go-aheads.</summary>
    public DateTimeOffset? BlockUntil { get; private set; }

    /// <summary>A slot or a job came free: the dispatcher should look at the job's resource.</summary>
    public bool WakesDispatcher { get; private set; }

    /// <summary>Resources it came from, which the row no longer names.</summary>
    public List<string> LeftResources { get; } = [];

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

            row.Version = @event.Version;
            row.ChangedAt = @event.Timestamp;
            row.Take(fact, @event);
        }

        // One order for everybody who locks several rows.
        return [.. rows.Values.OrderBy(row => row.JobId, StringComparer.Ordinal)];
    }

    private void Take(JobEvent fact, IEvent @event)
    {
        switch (fact)
        {
            case JobOpened e:
                Opened = e;
                EnqueuedAt = @event.Timestamp;
                Stand(JobPhase.Opened, DeadlineKinds.Describe, e.DescribeBy);
                break;
            case GoAheadIssued e:
                Attempt = e.Attempt;
                Stand(JobPhase.Released, DeadlineKinds.Confirm, e.ConfirmBy, active: true);
                break;
            case GoAheadConfirmed e:
                Stand(JobPhase.Starting, DeadlineKinds.Start, e.StartBy, active: true);
                break;
            case TransferStarted e:
                Stand(JobPhase.Printing, DeadlineKinds.Status, e.StatusBy, active: true);
                break;
            case RemovalOrdered e:
                Phase = nameof(JobPhase.Removing);
                Arm(DeadlineKinds.Removal, e.ConfirmBy);
                break;
            case RemovalReminded e:
                Arm(DeadlineKinds.Removal, e.ConfirmBy);
                break;
            default:
                TakeInQueue(fact, @event);
                break;
        }
    }

    private void TakeInQueue(JobEvent fact, IEvent @event)
    {
        switch (fact)
        {
            case JobDescribed e:
                Bytes = e.Bytes;
                Wait();
                break;
            case TransferStartFailed { RetryAt: { } retryAt } e:
                Wait();
                Arm(DeadlineKinds.Retry, retryAt);
                NotBefore = retryAt;
                BlockUntil = e.BlockUntil;
                break;
            case JobHeld e:
                Stand(JobPhase.Held, e.TryAt is null ? null : DeadlineKinds.Budget, e.TryAt);
                (HoldReason, Lacks) = (e.Reason, e.Lacks);
                WakesDispatcher = true;
                break;
            case JobReleased:
                Wait();
                break;
            case JobMoved e:
                (Resource, Moved) = (e.To, true);
                ResendAfter = e.BytesSent > 0 ? e.Attempt : ResendAfter;
                LeftResources.Add(e.From);
                Wait();
                break;
            case ResendChosen e:
                Returned = e;
                EnqueuedAt = @event.Timestamp;
                Bytes = e.Bytes;
                (Attempt, ResendAfter, Moved) = (e.Attempt, e.Attempt, e.Moved);
                Ended = false;
                Wait();
                break;
            case JobPrioritised e:
                Priority = e.Priority;
                break;
            case JobReordered e:
                Rank = e.Rank;
                break;
            default:
                TakeSilenceOrEnd(fact);
                break;
        }
    }

    private void TakeSilenceOrEnd(JobEvent fact)
    {
        switch (fact)
        {
            case ResourceCheckAsked e:
                Arm(DeadlineKinds.Silence, e.NextAt);
                break;
            case JobSuspected e:
                Phase = nameof(JobPhase.Suspect);
                Arm(DeadlineKinds.Silence, e.NextAt);
                break;
            case AdministratorAlerted e:
                Arm(DeadlineKinds.Silence, e.NextAt);
                break;
            case SlotFreed e:
                Active = false;
                WakesDispatcher = true;
                Arm(DeadlineKinds.Silence, e.NextAt);
                break;
            case AgentHeardAgain e:
                // The deadline must be one that the phase answers to, or a second silence would never end.
                Stand(
                    e.Started ? JobPhase.Printing : JobPhase.Starting, e.Started ? DeadlineKinds.Status : DeadlineKinds.Start, e.StatusBy,
                    active: true);
                break;
            case GoAheadExpired or MoveRefused or WaitChosen or CostEvent:
                break;
            default:
                Ended = true;
                WakesDispatcher = true;
                BlockUntil = fact switch { TransferFailed e => e.BlockUntil, TransferStartFailed e => e.BlockUntil, _ => null };
                break;
        }
    }

    private void Wait()
    {
        Stand(JobPhase.Waiting);
        WakesDispatcher = true;
    }

    private void Stand(JobPhase phase, string? deadlineKind = null, DateTimeOffset? deadlineAt = null, bool active = false)
    {
        Phase = phase.ToString();
        Active = active;
        NotBefore = null;
        (HoldReason, Lacks) = (null, null);
        Arm(deadlineKind, deadlineAt);
    }

    private void Arm(string? kind, DateTimeOffset? at)
    {
        SetsDeadline = true;
        DeadlineKind = kind;
        DeadlineAt = at;
    }

    /// <summary>The default rank: the moment of queueing.</summary>
    public static long RankOf(DateTimeOffset enqueuedAt) => QueueRules.Rank(enqueuedAt);
}
