using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Tests.Support;

public enum Priority
{
    Normal,
    High,
}

public sealed record TicketOpened(string Title, Priority Priority, string? Note = null);

public sealed record TicketCounted(int Amount);

public sealed record TicketClosed(string By);

/// <summary>Folds the events above.</summary>
public sealed record TicketState(string Title, int Total, bool Closed, int Events)
{
    public static TicketState? Fold(TicketState? state, IEvent @event)
    {
        var now = state ?? new TicketState("", 0, Closed: false, 0);
        now = @event.Data switch
        {
            TicketOpened opened => now with { Title = opened.Title },
            TicketCounted counted => now with { Total = now.Total + counted.Amount },
            TicketClosed => now with { Closed = true },
            _ => now,
        };
        return now with { Events = now.Events + 1 };
    }
}
