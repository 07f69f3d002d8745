using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Model;

/// <summary>
/// A job's place in its queue as its events say; written anew from the meaning of the events, not shared with the projection that it
/// judges.
/// </summary>
internal sealed class Place(string stream)
{
    public string Stream { get; } = stream;

    public string Resource { get; private set; } = "";

    /// <summary>In the queue and free to go.</summary>
    public bool Waiting { get; private set; }

    /// <summary>Holds a slot.</summary>
    public bool Active { get; private set; }

    public long Bytes { get; private set; }

    public int Priority { get; private set; }

    public long Rank { get; private set; }

    public DateTimeOffset EnqueuedAt { get; private set; }

    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>
    /// The order of a queue. Jobs that came in one transaction have the same moment; their rows were written in the order of their ids.
    /// </summary>
    public static int InOrder(Place one, Place other) =>
        (-one.Priority, one.Rank, one.EnqueuedAt).CompareTo((-other.Priority, other.Rank, other.EnqueuedAt)) is var order and not 0
            ? order
            : string.CompareOrdinal(one.Stream, other.Stream);

    public void Take(IEvent e)
    {
        switch (e.Data)
        {
            case JobOpened opened:
                (Resource, EnqueuedAt, Rank) = (opened.Resource, e.Timestamp, Micros(e.Timestamp));
                break;
            case JobDescribed described:
                Bytes = described.Bytes;
                Wait();
                break;
            case ResendChosen chosen:
                (Resource, Bytes, EnqueuedAt, Rank, Priority) = (chosen.Resource, chosen.Bytes, e.Timestamp, Micros(e.Timestamp), 0);
                Wait();
                break;
            case JobMoved moved:
                Wait();
                Resource = moved.To;
                break;
            case JobReleased or TransferStartFailed { RetryAt: not null }:
                Wait();
                NotBefore = (e.Data as TransferStartFailed)?.RetryAt ?? default;
                break;
            case JobPrioritised prioritised:
                Priority = prioritised.Priority;
                break;
            case JobReordered reordered:
                Rank = reordered.Rank;
                break;
            case GoAheadIssued or GoAheadConfirmed or TransferStarted or AgentHeardAgain:
                (Active, Waiting) = (true, false);
                break;
            case JobHeld or SlotFreed or TransferStartFailed or TransferCompleted or TransferFailed or TransferInterrupted or JobCancelled:
                (Active, Waiting) = (false, false);
                break;
        }
    }

    private void Wait() => (Waiting, Active, NotBefore) = (true, false, default);

    private static long Micros(DateTimeOffset moment) => (moment.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
}
