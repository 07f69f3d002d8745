using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Daemon;

/// <summary>Events of a range of the log; the range may hold more numbers than events.</summary>
/// <param name="Floor">Everything up to here is done before the page.</param>
/// <param name="Ceiling">Everything up to here is done after it.</param>
/// <param name="Events">The wanted events in between.</param>
internal sealed record EventPage(long Floor, long Ceiling, IReadOnlyList<IEvent> Events);
