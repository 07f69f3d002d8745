namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>Versions as people write them.</summary>
internal static class SnmpVersions
{
    /// <summary>Null for anything but 1, 2c and 3.</summary>
    public static SnmpVersion? Parse(string text) => text switch
    {
        "1" => SnmpVersion.V1,
        "2c" => SnmpVersion.V2c,
        "3" => SnmpVersion.V3,
        _ => null,
    };
}
