using System.Text.Json;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.Health;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Border;

namespace TicketFlow.TicketServer.Health;

/// <summary>
/// The border of the monitor's messages: one typed message, or why it is none. Only the broker lets the monitor write there.
/// </summary>
internal static class HealthMessageReader
{
    private const int KeptBytes = 1024;
    private const int LongestName = 200;
    private const int LongestText = 1000;
    private const int MostParts = 200;
    private const string OutOfBounds = "A field is missing or out of bounds.";

    public static object Read(AgentDelivery delivery)
    {
        if (delivery.Body.Length > AgentTopology.MaxMessageBytes)
        {
            return Refuse(delivery, MessageErrors.TooLarge, $"{delivery.Body.Length} bytes are too many.");
        }

        try
        {
            object? message = delivery.Type switch
            {
                ResourceHealthChanged.MessageType =>
                    JsonSerializer.Deserialize(delivery.Body.Span, HealthJson.Default.ResourceHealthChanged),
                ResourceCheckAnswered.MessageType =>
                    JsonSerializer.Deserialize(delivery.Body.Span, HealthJson.Default.ResourceCheckAnswered),
                _ => null,
            };
            return message switch
            {
                ResourceHealthChanged change when !IsSound(change) => Refuse(delivery, MessageErrors.Invalid, OutOfBounds),
                ResourceCheckAnswered answer when !IsSound(answer) => Refuse(delivery, MessageErrors.Invalid, OutOfBounds),
                null => Refuse(delivery, MessageErrors.VersionUnknown, "This type is not known here."),
                _ => message,
            };
        }
        catch (JsonException)
        {
            return Refuse(delivery, MessageErrors.Malformed, "The body is no JSON of that type.");
        }
    }

    private static bool IsSound(ResourceHealthChanged m) =>
        IsName(m.Resource) && m.Version > 0 && m.At > DateTimeOffset.UnixEpoch && IsWord(m.Status) && IsWord(m.Was) && IsWord(m.Source)
        && AreWords(m.Causes) && m.Text is not { Length: > LongestText } && !HasNul(m.Text)
        && (m.Supplies ?? []).Count <= MostParts && (m.Supplies ?? []).All(IsSound)
        && (m.Trays ?? []).Count <= MostParts && (m.Trays ?? []).All(t => t is not null && IsText(t.Name) && IsWord(t.Step));

    private static bool IsSound(SupplyState? s) =>
        s is not null && IsWord(s.Kind) && IsWord(s.Step) && IsText(s.Colour) && IsText(s.Name);

    private static bool IsSound(ResourceCheckAnswered m) => IsName(m.Resource) && IsWord(m.Status) && AreWords(m.Causes) && IsText(m.Text);

    private static bool IsName(string? text) => text is { Length: > 0 and <= LongestName } && !HasNul(text);

    private static bool IsWord(string? text) => text is { Length: > 0 and <= 60 } && !HasNul(text);

    private static bool IsText(string? text) => text is not { Length: > LongestText } && !HasNul(text);

    private static bool AreWords(IReadOnlyList<string>? words) => words is { Count: <= MostParts } && words.All(IsWord);

    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;

    private static RefusedMessage Refuse(AgentDelivery delivery, string code, string reason) => new(
        null, code, $"From the monitor ({delivery.RoutingKey}): {reason}", delivery.Type,
        delivery.Body[..Math.Min(delivery.Body.Length, KeptBytes)].ToArray(), delivery.Body.Length, 0);
}
