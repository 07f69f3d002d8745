using System.Globalization;
using System.Text.Json;
using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Queries;

namespace TicketFlow.Ops.Events;

/// <summary>An event as a line.</summary>
internal static class EventLine
{
    public static string Of(IEvent e, bool json) => json
        ? JsonSerializer.Serialize(
            new { e.Sequence, stream = e.StreamKey, e.Version, e.Timestamp, type = e.EventTypeName, actor = ActorOf(e), data = e.Data },
            Operation.Json)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{e.Sequence,9} {e.Timestamp.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} {e.StreamKey} #{e.Version} {e.EventTypeName}: {JobNarrator.Tell(e.Data)}");

    /// <summary>Who caused it.</summary>
    public static string ActorOf(IEvent e) =>
        e.Headers.TryGetValue("actor", out var actor) && actor.ValueKind == JsonValueKind.String ? actor.GetString()! : "server";
}
