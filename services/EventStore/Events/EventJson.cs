using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TicketFlow.EventStore.Events;

/// <summary>
/// The fixed JSON convention: camelCase names, enums as strings, nulls written. It equals Marten's
/// <c>UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase)</c>, so either side reads what the other wrote.
/// </summary>
internal static class EventJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.MakeReadOnly();
        return options;
    }
}
