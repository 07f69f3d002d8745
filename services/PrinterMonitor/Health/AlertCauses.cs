using System.Collections.Frozen;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>
/// prtAlertCode (RFC 3805 PrtAlertCodeTC) to cause. Codes that are not here inform and mean no trouble, such as 503 powerUp.
/// </summary>
internal static class AlertCauses
{
    private const int Critical = 3;
    private const int InputGroup = 8;
    private const int OutputGroup = 9;
    private const int MarkerGroup = 10;
    private const int SuppliesGroup = 11;
    private const int Empty = 13;
    private const int InputMediaEmpty = 808;

    private static readonly FrozenDictionary<int, HealthCause> ByCode = new Dictionary<int, HealthCause>
    {
        [3] = HealthCause.DoorOpen,
        [5] = HealthCause.DoorOpen,
        [501] = HealthCause.DoorOpen,
        [8] = HealthCause.PaperJam,
        [22] = HealthCause.Offline,
        [29] = HealthCause.ServiceRequested,
        [30] = HealthCause.ServiceRequested,
        [33] = HealthCause.ServiceRequested,
        [37] = HealthCause.ServiceRequested,
        [38] = HealthCause.ServiceRequested,
        [801] = HealthCause.InputTrayMissing,
        [807] = HealthCause.PaperLow,
        [901] = HealthCause.OutputTrayMissing,
        [902] = HealthCause.OutputNearFull,
        [903] = HealthCause.OutputFull,
        [1002] = HealthCause.ServiceRequested,
        [1003] = HealthCause.ServiceRequested,
        [1004] = HealthCause.ServiceRequested,
        [1101] = HealthCause.TonerEmpty,
        [1102] = HealthCause.TonerEmpty,
        [1103] = HealthCause.TonerEmpty,
        [1104] = HealthCause.TonerLow,
        [1105] = HealthCause.TonerLow,
        [1106] = HealthCause.TonerLow,
        [1107] = HealthCause.WasteNearFull,
        [1108] = HealthCause.WasteNearFull,
        [1109] = HealthCause.WasteFull,
        [1110] = HealthCause.WasteFull,
        [1111] = HealthCause.DrumReplace,
        [1112] = HealthCause.DrumReplace,
        [1113] = HealthCause.DeveloperLow,
        [1114] = HealthCause.DeveloperEmpty,
        [1115] = HealthCause.MarkerSupplyMissing,
    }.ToFrozenDictionary();

    /// <summary>The generic codes mean what their group makes of them.</summary>
    private static readonly FrozenDictionary<(int Code, int Group), HealthCause> ByGroup = new Dictionary<(int, int), HealthCause>
    {
        [(9, InputGroup)] = HealthCause.InputTrayMissing,
        [(12, InputGroup)] = HealthCause.PaperLow,
        [(14, OutputGroup)] = HealthCause.OutputNearFull,
        [(15, OutputGroup)] = HealthCause.OutputFull,
        [(10, MarkerGroup)] = HealthCause.MaintenanceDue,
        [(11, MarkerGroup)] = HealthCause.MaintenanceDue,
        [(9, SuppliesGroup)] = HealthCause.MarkerSupplyMissing,
        [(10, SuppliesGroup)] = HealthCause.MaintenanceDue,
        [(11, SuppliesGroup)] = HealthCause.MaintenanceDue,
        [(12, SuppliesGroup)] = HealthCause.TonerLow,
        [(13, SuppliesGroup)] = HealthCause.TonerEmpty,
        [(14, SuppliesGroup)] = HealthCause.WasteNearFull,
        [(15, SuppliesGroup)] = HealthCause.WasteFull,
    }.ToFrozenDictionary();

    public static HealthCause? Of(PrinterAlert alert)
    {
        if (alert.Code == InputMediaEmpty || (alert.Code == Empty && alert.Group == InputGroup))
        {
            return alert.Severity == Critical ? HealthCause.PaperEmpty : HealthCause.InputTrayEmpty;
        }

        if (ByCode.TryGetValue(alert.Code, out var cause) || ByGroup.TryGetValue((alert.Code, alert.Group ?? 0), out cause))
        {
            return cause;
        }

        return null;
    }
}
