using System.Collections.Frozen;

namespace TicketFlow.PrinterMonitor.Alerts.Letters;

/// <summary>Causes in words for people.</summary>
internal static class CauseWords
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["media-low"] = "paper is low",
        ["media-empty"] = "paper is empty",
        ["toner-low"] = "toner or ink is low",
        ["toner-empty"] = "toner or ink is empty",
        ["door-open"] = "a door is open",
        ["media-jam"] = "paper jam",
        ["offline"] = "offline",
        ["subunit-unrecoverable-failure"] = "needs service",
        ["input-tray-missing"] = "a paper tray is missing",
        ["output-tray-missing"] = "an output tray is missing",
        ["marker-supply-missing"] = "a cartridge is missing",
        ["output-area-almost-full"] = "the output tray is nearly full",
        ["output-area-full"] = "the output tray is full",
        ["input-media-supply-empty"] = "a paper tray is empty",
        ["subunit-life-almost-over"] = "maintenance is due",
        ["marker-waste-almost-full"] = "the waste box is nearly full",
        ["marker-waste-full"] = "the waste box is full",
        ["opc-near-eol"] = "the drum must be replaced soon",
        ["developer-low"] = "developer is low",
        ["developer-empty"] = "developer is empty",
        ["testing"] = "is being tested",
        ["shutdown"] = "out of order, the device does not say why",
        ["other"] = "warns, the device does not say of what",
        ["timed-out"] = "does not answer",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static string Of(string cause) => Words.GetValueOrDefault(cause, cause);
}
