using System.Text.Json.Serialization.Metadata;

namespace TicketFlow.EventStore.Events;

/// <summary>One event type with its stored names.</summary>
internal sealed class EventMapping(Type type, string alias, JsonTypeInfo json)
{
    public Type Type { get; } = type;

    public string Alias { get; } = alias;

    public string DotNetTypeName { get; } = EventAlias.DotNetTypeName(type);

    public JsonTypeInfo Json { get; } = json;
}
