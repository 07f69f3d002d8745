using System.Text.Json.Serialization.Metadata;

namespace TicketFlow.EventStore.Events;

/// <summary>One event type with its stored names.</summary>
internal sealed class EventMapping(Type type, string alias, JsonTypeInfo json, Upcaster? upcaster = null)
{
    public Type Type { get; } = type;

    public string Alias { get; } = alias;

    public string DotNetTypeName { get; } = EventAlias.DotNetTypeName(type);

    public JsonTypeInfo Json { get; } = json;

    /// <summary>Makes today's event of this old one; null for events of today.</summary>
    public Upcaster? Upcaster { get; } = upcaster;
}

/// <summary>Turns an event as it was stored once into the event that means the same today.</summary>
/// <param name="Alias">The old stored alias.</param>
/// <param name="From">How the old JSON is read: a record kept for it, or <see cref="System.Text.Json.Nodes.JsonObject"/>.</param>
/// <param name="To">What it becomes; may itself be an old one.</param>
/// <param name="Transform">Pure: no clock, no look-up.</param>
internal sealed record Upcaster(string Alias, Type From, Type To, Func<object, object> Transform);
