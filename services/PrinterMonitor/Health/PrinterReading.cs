using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>A row of prtAlertTable that says something: severities 0 and 1 ("Ready", "Sleep") are left out.</summary>
/// <param name="Severity">3 critical, 4 and 5 warning; null when the device leaves it out.</param>
/// <param name="Group">prtAlertGroup: 8 input, 9 output, 10 marker, 11 supplies.</param>
/// <param name="GroupIndex">The row of the group's table.</param>
/// <param name="Code">prtAlertCode.</param>
/// <param name="Description">In the device's language.</param>
public sealed record PrinterAlert(int? Severity, int? Group, int? GroupIndex, int Code, string Description);

/// <summary>A page counter of one marker.</summary>
/// <param name="Unit">prtMarkerCounterUnit: 7 impressions, 8 sheets; null when not told.</param>
/// <param name="Value">Since the device was made.</param>
public sealed record PageCounter(int? Unit, long Value);

/// <summary>What one poll said, raw. Null is "not said", never "all well".</summary>
public sealed record PrinterReading
{
    /// <summary>1/100 s. Smaller than before: the device restarted.</summary>
    public long? UpTime { get; init; }

    public long? ConfigChanges { get; init; }

    /// <summary>hrDeviceStatus: 1 unknown, 2 running, 3 warning, 4 testing, 5 down.</summary>
    public int? DeviceStatus { get; init; }

    /// <summary>hrPrinterStatus: 1 other, 2 unknown, 3 idle, 4 printing, 5 warm-up.</summary>
    public int? PrinterStatus { get; init; }

    /// <summary>hrPrinterDetectedErrorState; null when not said, which differs from no octets.</summary>
    public ReadOnlyMemory<byte>? ErrorState { get; init; }

    public IReadOnlyDictionary<Oid, long> SupplyLevels { get; init; } = new Dictionary<Oid, long>();

    public IReadOnlyDictionary<Oid, long> TrayLevels { get; init; } = new Dictionary<Oid, long>();

    /// <summary>PrtSubUnitStatusTC, a sum (RFC 3805 section 2.2.12). An empty hand tray is "broken" with many makers.</summary>
    public IReadOnlyDictionary<Oid, long> TrayStatus { get; init; } = new Dictionary<Oid, long>();

    public IReadOnlyList<PageCounter> Counters { get; init; } = [];

    public IReadOnlyList<PrinterAlert> Alerts { get; init; } = [];

    /// <summary>The display's lines that have text.</summary>
    public IReadOnlyList<string> Display { get; init; } = [];

    internal static PrinterReading Read(MibView mib, uint deviceIndex, int? characterSet, int? counterUnit) => new()
    {
        UpTime = mib.First(PrinterMib.SysUpTime).AsNumber(),
        ConfigChanges = mib.First(PrinterMib.ConfigChanges).AsNumber(),
        DeviceStatus = (int?)mib.At(PrinterMib.DeviceStatus, deviceIndex).AsNumber(),
        PrinterStatus = (int?)mib.At(PrinterMib.PrinterStatus, deviceIndex).AsNumber(),
        // The cast matters: a bare null would become an empty memory here, which says "no error".
        ErrorState = mib.At(PrinterMib.PrinterErrorState, deviceIndex) is { Type: SnmpType.OctetString } octets
            ? octets.Octets
            : (ReadOnlyMemory<byte>?)null,
        SupplyLevels = Numbers(mib, PrinterMib.SupplyLevel),
        TrayLevels = Numbers(mib, PrinterMib.InputLevel),
        TrayStatus = Numbers(mib, PrinterMib.InputStatus),
        Counters = CountersOf(mib, counterUnit),
        Alerts = AlertsOf(mib, characterSet),
        Display =
        [
            .. mib.Column(PrinterMib.ConsoleText)
                .Select(row => DeviceText.Decode(row.Value, characterSet))
                .Where(line => line.Length > 0),
        ],
    };

    private static Dictionary<Oid, long> Numbers(MibView mib, Oid column) => mib.Rows(column)
        .Where(row => row.Value.AsNumber() is not null)
        .ToDictionary(row => row.Key, row => row.Value.AsNumber()!.Value);

    private static List<PageCounter> CountersOf(MibView mib, int? unit)
    {
        var units = mib.Rows(PrinterMib.MarkerUnit);
        return [.. mib.Column(PrinterMib.MarkerLifeCount)
            .Where(row => row.Value.AsNumber() is not null)
            .Select(row => new PageCounter(units.NumberAt(row.Key) ?? unit, row.Value.AsNumber()!.Value))];
    }

    private static List<PrinterAlert> AlertsOf(MibView mib, int? characterSet)
    {
        var (severities, groups) = (mib.Rows(PrinterMib.AlertSeverity), mib.Rows(PrinterMib.AlertGroup));
        var (groupIndexes, descriptions) = (mib.Rows(PrinterMib.AlertGroupIndex), mib.Rows(PrinterMib.AlertDescription));
        return [.. mib.Rows(PrinterMib.AlertCode)
            .Where(row => row.Value.AsNumber() is not null && severities.NumberAt(row.Key) is not (0 or 1))
            .Select(row => new PrinterAlert(
                severities.NumberAt(row.Key), groups.NumberAt(row.Key), groupIndexes.NumberAt(row.Key),
                (int)row.Value.AsNumber()!.Value, descriptions.TextAt(row.Key, characterSet)))];
    }
}
