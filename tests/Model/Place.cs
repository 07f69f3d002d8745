using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Model;

/// <summary>
/// A job's place in its queue as its events say; written anew from the meaning of the events, not shared with the projection that it judges.
/// </summary>
internal sealed class Place
{
    public string Resource { get; private set; } = "";

    /// <summary>In the queue and free to go.</summary>
    public bool Waiting { get; private set; }

    /// <summary>Holds a slot.</summary>
    public bool Active { get; private set; }

    /// <summary>Took its slot back after others might have had it: it may exceed the capacity.</summary>
    public bool CameBack { get; private set; }

    public long Bytes { get; private set; }

    public int Priority { get; private set; }

    public long Rank { get; private set; }

    public DateTimeOffset EnqueuedAt { get; private set; }

    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>When its place last changed.</summary>
    public IEvent? Changed { get; private set; }

    /// <summary>When it last gave a slot back, and where; null when it never did.</summary>
    public (IEvent Event, string Resource)? Freed { get; private set; }

    /// <summary>Whether this is a go-ahead by the dispatcher: to a job that waited.</summary>
    public bool IsTurn(IEvent e) => Waiting && e.Data is GoAheadIssued;

    /// <summary>Whether it goes before the other one.</summary>
    public bool Precedes(Place other) => Priority > other.Priority || (Priority == other.Priority && Rank < other.Rank);

    public void Take(IEvent e)
    {
        switch (e.Data)
        {
            case JobOpened opened:
                (Resource, EnqueuedAt, Rank) = (opened.Resource, e.Timestamp, Micros(e.Timestamp));
                break;
            case JobDescribed described:
                Bytes = described.Bytes;
                Wait(e);
                break;
            case ResendChosen chosen:
                (Resource, Bytes, EnqueuedAt, Rank, Priority) = (chosen.Resource, chosen.Bytes, e.Timestamp, Micros(e.Timestamp), 0);
                Wait(e);
                break;
            case JobMoved moved:
                Wait(e);
                Resource = moved.To;
                break;
            case JobReleased or TransferStartFailed { RetryAt: not null }:
                Wait(e);
                NotBefore = (e.Data as TransferStartFailed)?.RetryAt ?? default;
                break;
            case JobPrioritised prioritised:
                (Priority, Changed) = (prioritised.Priority, e);
                break;
            case JobReordered reordered:
                (Rank, Changed) = (reordered.Rank, e);
                break;
            case GoAheadIssued or GoAheadConfirmed or TransferStarted or AgentHeardAgain:
                CameBack |= !Active && !IsTurn(e);
                (Active, Waiting) = (true, false);
                break;
            case JobHeld or SlotFreed or TransferStartFailed or TransferCompleted or TransferFailed or TransferInterrupted or JobCancelled:
                Free(e);
                Waiting = false;
                break;
        }
    }

    private void Wait(IEvent e)
    {
        Free(e);
        (Waiting, Changed, NotBefore) = (true, e, default);
    }

    private void Free(IEvent e)
    {
        Freed = Active ? (e, Resource) : Freed;
        (Active, CameBack) = (false, false);
    }

    private static long Micros(DateTimeOffset moment) => (moment.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
