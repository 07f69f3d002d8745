using System.Globalization;
using System.Text.Json;
using TicketFlow.EventStore.Events;
using TicketFlow.TicketServer.Queries;

namespace TicketFlow.Ops.Events;

/// <summary>An event as a line; one that cannot be read shows its JSON and why.</summary>
internal static class EventLine
{
    public static string Of(IEvent e, bool json) => json
        ? Json(e)
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{e.Sequence,9} {e.Timestamp.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff} {e.StreamKey} #{e.Version} {e.EventTypeName}: {Tell(e)}");

    /// <summary>What it says, for people.</summary>
    public static string Tell(IEvent e) =>
        e is UnreadableEvent odd ? $"cannot be read ({odd.Reason}): {odd.Json.GetRawText()}" : JobNarrator.Tell(e.Data);

    /// <summary>Who caused it.</summary>
    public static string ActorOf(IEvent e) =>
        e.Headers.TryGetValue("actor", out var actor) && actor.ValueKind == JsonValueKind.String ? actor.GetString()! : "server";

    private static string Json(IEvent e) => e is UnreadableEvent odd
        ? JsonSerializer.Serialize(
            new
            {
                e.Sequence,
                stream = e.StreamKey,
                e.Version,
                e.Timestamp,
                type = e.EventTypeName,
                actor = ActorOf(e),
                data = odd.Json,
                unreadable = odd.Reason,
            },
            Operation.Json)
        : JsonSerializer.Serialize(
            new { e.Sequence, stream = e.StreamKey, e.Version, e.Timestamp, type = e.EventTypeName, actor = ActorOf(e), data = e.Data },
            Operation.Json);
}
