using System.Collections.Frozen;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>
/// The one vocabulary of printer trouble: the printer-state-reasons keywords of RFC 8011 section 5.4.12 and PWG 5100.9, so that what
/// SNMP tells and what IPP tells is the same thing.
/// </summary>
public static class StateReasons
{
    private static readonly string[] Suffixes = ["-report", "-warning", "-error"];

    private static readonly FrozenDictionary<HealthCause, string> Keywords = new Dictionary<HealthCause, string>
    {
        [HealthCause.PaperLow] = "media-low",
        [HealthCause.PaperEmpty] = "media-empty",
        [HealthCause.TonerLow] = "toner-low",
        [HealthCause.TonerEmpty] = "toner-empty",
        [HealthCause.DoorOpen] = "door-open",
        [HealthCause.PaperJam] = "media-jam",
        [HealthCause.Offline] = "offline",
        [HealthCause.ServiceRequested] = "subunit-unrecoverable-failure",
        [HealthCause.InputTrayMissing] = "input-tray-missing",
        [HealthCause.OutputTrayMissing] = "output-tray-missing",
        [HealthCause.MarkerSupplyMissing] = "marker-supply-missing",
        [HealthCause.OutputNearFull] = "output-area-almost-full",
        [HealthCause.OutputFull] = "output-area-full",
        [HealthCause.InputTrayEmpty] = "input-media-supply-empty",
        [HealthCause.MaintenanceDue] = "subunit-life-almost-over",
        [HealthCause.WasteNearFull] = "marker-waste-almost-full",
        [HealthCause.WasteFull] = "marker-waste-full",
        [HealthCause.DrumReplace] = "opc-near-eol",
        [HealthCause.DeveloperLow] = "developer-low",
        [HealthCause.DeveloperEmpty] = "developer-empty",
        [HealthCause.Testing] = "testing",
        [HealthCause.DeviceDown] = "shutdown",
        [HealthCause.Unspecified] = "other",
        [HealthCause.Unreachable] = "timed-out",
    }.ToFrozenDictionary();

    /// <summary>Other keywords for the same trouble, as printers send them.</summary>
    private static readonly FrozenDictionary<string, HealthCause> Causes = Keywords
        .Select(pair => (Keyword: pair.Value, Cause: pair.Key))
        .Concat(new (string Keyword, HealthCause Cause)[]
        {
            ("media-needed", HealthCause.PaperEmpty),
            ("marker-supply-low", HealthCause.TonerLow),
            ("marker-supply-empty", HealthCause.TonerEmpty),
            ("marker-ink-almost-empty", HealthCause.TonerLow),
            ("marker-ink-empty", HealthCause.TonerEmpty),
            ("marker-toner-cartridge-missing", HealthCause.MarkerSupplyMissing),
            ("cover-open", HealthCause.DoorOpen),
            ("interlock-open", HealthCause.DoorOpen),
            ("opc-life-over", HealthCause.DrumReplace),
            ("subunit-recoverable-failure", HealthCause.ServiceRequested),
            ("subunit-life-over", HealthCause.MaintenanceDue),
            ("fuser-over-temp", HealthCause.ServiceRequested),
            ("connecting-to-device", HealthCause.Unreachable),
            ("power-down", HealthCause.DeviceDown),
        })
        .ToFrozenDictionary(pair => pair.Keyword, pair => pair.Cause);

    /// <summary>The causes that keep a device from printing when it says that it is not idle, printing or warming up.</summary>
    internal static readonly FrozenSet<HealthCause> Stopping = new[]
    {
        HealthCause.PaperEmpty, HealthCause.TonerEmpty, HealthCause.DoorOpen, HealthCause.PaperJam, HealthCause.OutputFull,
        HealthCause.MarkerSupplyMissing, HealthCause.InputTrayMissing, HealthCause.OutputTrayMissing,
    }.ToFrozenSet();

    /// <summary>The causes that are an offline device by themselves.</summary>
    private static readonly FrozenSet<HealthCause> Silencing =
        new[] { HealthCause.Offline, HealthCause.DeviceDown, HealthCause.Unreachable }.ToFrozenSet();

    public static string KeywordOf(HealthCause cause) => Keywords[cause];

    /// <summary>With the severity RFC 8011 appends: error when it stops the resource, else warning.</summary>
    public static string ReasonOf(HealthCause cause, HealthStatus status) =>
        KeywordOf(cause)
        + (status == HealthStatus.Offline && (Stopping.Contains(cause) || Silencing.Contains(cause)) ? "-error" : "-warning");

    /// <summary>False for "none" and for keywords that mean no trouble, or one unknown to us.</summary>
    public static bool TryParse(string reason, out HealthCause cause)
    {
        var suffix = Array.Find(Suffixes, end => reason.EndsWith(end, StringComparison.Ordinal));
        return Causes.TryGetValue(suffix is null ? reason : reason[..^suffix.Length], out cause);
    }
}
