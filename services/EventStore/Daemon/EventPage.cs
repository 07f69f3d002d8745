using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Daemon;

/// <summary>Events of a range of the log; the range may hold more numbers than events.</summary>
/// <param name="Floor">Everything up to here is done before the page.</param>
/// <param name="Ceiling">Everything up to here is done after it.</param>
/// <param name="Events">The wanted events in between.</param>
/// <param name="Parked">Those in between that are put aside.</param>
internal sealed record EventPage(long Floor, long Ceiling, IReadOnlyList<IEvent> Events, IReadOnlyList<ParkedEvent> Parked)
{
    public EventPage(long floor, long ceiling, IReadOnlyList<IEvent> events)
        : this(floor, ceiling, events, [])
    {
    }

    /// <summary>Two pages that together are this one; it must hold at least two events.</summary>
    public (EventPage First, EventPage Second) Halves()
    {
        var half = Events.Count / 2;
        var edge = Events[half - 1].Sequence;
        return (new(Floor, edge, [.. Events.Take(half)], [.. Parked.Where(p => p.Sequence <= edge)]),
            new(edge, Ceiling, [.. Events.Skip(half)], [.. Parked.Where(p => p.Sequence > edge)]));
    }

    /// <summary>The page without its only event, which is put aside instead.</summary>
    public EventPage WithItsEventParked(string shard, Exception error) =>
        this with
        {
            Events = [],
            Parked =
            [.. Parked, new(shard, Events[0].Sequence, Events[0].StreamKey, Events[0].EventTypeName, error.Message)]
        };
}
