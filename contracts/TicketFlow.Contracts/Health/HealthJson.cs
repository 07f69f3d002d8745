using System.Text.Json.Serialization;

namespace TicketFlow.Contracts.Health;

/// <summary>How these messages are written: compact, no nulls.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CheckResourceNow))]
[JsonSerializable(typeof(ProposePrinters))]
[JsonSerializable(typeof(ResourceHealthChanged))]
[JsonSerializable(typeof(ResourceCheckAnswered))]
public sealed partial class HealthJson : JsonSerializerContext;
