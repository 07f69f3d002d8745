using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>Columns of MIB-II (RFC 1213), Host Resources (RFC 2790) and the Printer MIB v2 (RFC 3805).</summary>
internal static class PrinterMib
{
    public static readonly Oid SysDescr = Oid.Parse("1.3.6.1.2.1.1.1");
    public static readonly Oid SysObjectId = Oid.Parse("1.3.6.1.2.1.1.2");
    public static readonly Oid SysUpTime = Oid.Parse("1.3.6.1.2.1.1.3");
    public static readonly Oid SysName = Oid.Parse("1.3.6.1.2.1.1.5");
    public static readonly Oid IfPhysAddress = Oid.Parse("1.3.6.1.2.1.2.2.1.6");
    public static readonly Oid Enterprises = Oid.Parse("1.3.6.1.4.1");

    public static readonly Oid DeviceType = Oid.Parse("1.3.6.1.2.1.25.3.2.1.2");
    public static readonly Oid DeviceDescr = Oid.Parse("1.3.6.1.2.1.25.3.2.1.3");
    public static readonly Oid DeviceStatus = Oid.Parse("1.3.6.1.2.1.25.3.2.1.5");
    public static readonly Oid DevicePrinter = Oid.Parse("1.3.6.1.2.1.25.3.1.5");
    public static readonly Oid PrinterStatus = Oid.Parse("1.3.6.1.2.1.25.3.5.1.1");
    public static readonly Oid PrinterErrorState = Oid.Parse("1.3.6.1.2.1.25.3.5.1.2");

    public static readonly Oid ConfigChanges = Oid.Parse("1.3.6.1.2.1.43.5.1.1.1");
    public static readonly Oid PrinterName = Oid.Parse("1.3.6.1.2.1.43.5.1.1.16");
    public static readonly Oid SerialNumber = Oid.Parse("1.3.6.1.2.1.43.5.1.1.17");
    public static readonly Oid CharacterSet = Oid.Parse("1.3.6.1.2.1.43.7.1.1.4");

    public static readonly Oid InputType = Oid.Parse("1.3.6.1.2.1.43.8.2.1.2");
    public static readonly Oid InputMax = Oid.Parse("1.3.6.1.2.1.43.8.2.1.9");
    public static readonly Oid InputLevel = Oid.Parse("1.3.6.1.2.1.43.8.2.1.10");
    public static readonly Oid InputStatus = Oid.Parse("1.3.6.1.2.1.43.8.2.1.11");
    public static readonly Oid InputName = Oid.Parse("1.3.6.1.2.1.43.8.2.1.13");
    public static readonly Oid InputDescription = Oid.Parse("1.3.6.1.2.1.43.8.2.1.18");

    public static readonly Oid MarkerUnit = Oid.Parse("1.3.6.1.2.1.43.10.2.1.3");
    public static readonly Oid MarkerLifeCount = Oid.Parse("1.3.6.1.2.1.43.10.2.1.4");

    public static readonly Oid SupplyMarker = Oid.Parse("1.3.6.1.2.1.43.11.1.1.2");
    public static readonly Oid SupplyColorant = Oid.Parse("1.3.6.1.2.1.43.11.1.1.3");
    public static readonly Oid SupplyClass = Oid.Parse("1.3.6.1.2.1.43.11.1.1.4");
    public static readonly Oid SupplyType = Oid.Parse("1.3.6.1.2.1.43.11.1.1.5");
    public static readonly Oid SupplyDescription = Oid.Parse("1.3.6.1.2.1.43.11.1.1.6");
    public static readonly Oid SupplyUnit = Oid.Parse("1.3.6.1.2.1.43.11.1.1.7");
    public static readonly Oid SupplyMax = Oid.Parse("1.3.6.1.2.1.43.11.1.1.8");
    public static readonly Oid SupplyLevel = Oid.Parse("1.3.6.1.2.1.43.11.1.1.9");
    public static readonly Oid ColorantValue = Oid.Parse("1.3.6.1.2.1.43.12.1.1.4");

    public static readonly Oid ConsoleText = Oid.Parse("1.3.6.1.2.1.43.16.5.1.2");

    public static readonly Oid AlertSeverity = Oid.Parse("1.3.6.1.2.1.43.18.1.1.2");
    public static readonly Oid AlertGroup = Oid.Parse("1.3.6.1.2.1.43.18.1.1.4");
    public static readonly Oid AlertGroupIndex = Oid.Parse("1.3.6.1.2.1.43.18.1.1.5");
    public static readonly Oid AlertCode = Oid.Parse("1.3.6.1.2.1.43.18.1.1.7");
    public static readonly Oid AlertDescription = Oid.Parse("1.3.6.1.2.1.43.18.1.1.8");

    public static readonly Oid[] Alerts = [AlertCode, AlertSeverity, AlertGroup, AlertGroupIndex, AlertDescription];

    /// <summary>All that discovery reads, in the order of the tree, so that one packet's columns lie close to each other.</summary>
    public static readonly Oid[] Discovery =
    [
        SysDescr, SysObjectId, SysUpTime, SysName, IfPhysAddress, DeviceType, DeviceDescr, DeviceStatus, PrinterStatus, PrinterErrorState,
        ConfigChanges, PrinterName, SerialNumber, CharacterSet, InputType, InputMax, InputLevel, InputStatus, InputName, InputDescription,
        MarkerUnit, MarkerLifeCount, SupplyMarker, SupplyColorant, SupplyClass, SupplyType, SupplyDescription, SupplyUnit, SupplyMax,
        SupplyLevel, ColorantValue, ConsoleText, .. Alerts,
    ];
}

/// <summary>RFC 3805 PrtMarkerSuppliesTypeTC and PrtMarkerSuppliesClassTC, as far as rules here need them.</summary>
internal static class SupplyTypes
{
    public const int WasteToner = 4;
    public const int WasteInk = 8;
    public const int Drum = 9;
    public const int ReceptacleClass = 4;

    public static bool IsColour(int? type) => type is 3 or 5 or 6 or 7 or 21 or 35 or 36;

    public static bool IsReceptacle(int? type, int? supplyClass) => supplyClass == ReceptacleClass || type is WasteToner or WasteInk;
}
