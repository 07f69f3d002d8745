using System.Collections.Frozen;
using TicketFlow.Contracts.Health;

namespace TicketFlow.TicketServer.Health;

/// <summary>Causes as people say them.</summary>
internal static class HealthWords
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["media-empty"] = "out of paper",
        ["media-low"] = "little paper left",
        ["media-jam"] = "paper jam",
        ["door-open"] = "a door is open",
        ["toner-empty"] = "toner is empty",
        ["toner-low"] = "toner is low",
        ["offline"] = "switched off line",
        ["timed-out"] = "it does not answer",
        ["shutdown"] = "it is down and does not say why",
        ["subunit-unrecoverable-failure"] = "it asks for service",
        ["input-tray-missing"] = "a paper tray is missing",
        ["output-tray-missing"] = "an output tray is missing",
        ["marker-supply-missing"] = "a cartridge is missing",
        ["output-area-full"] = "the output tray is full",
        ["input-media-supply-empty"] = "a tray is empty",
        ["marker-waste-full"] = "the waste box is full",
    }.ToFrozenDictionary();

    /// <summary>Causes in words, with what the device shows.</summary>
    public static string Sentence(ResourceHealthChanged change)
    {
        var causes = string.Join(", ", change.Causes.Select(cause => Words.GetValueOrDefault(cause, cause)));
        return change is { Text: { } text, Stale: not 1 }
            ? $"{causes}{(causes.Length > 0 ? "; " : "")}its display says \"{text}\""
            : causes;
    }
}
