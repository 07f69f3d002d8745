using TicketFlow.Ipp;
using TicketFlow.PrinterMonitor.Health;

namespace TicketFlow.PrinterMonitor.IppSource;

/// <summary>Attributes of an IPP printer to health, in the same vocabulary as SNMP's. Pure and total.</summary>
internal static class IppHealth
{
    private const int LowPercent = 10;
    private const int Impressions = 7;

    public static PrinterHealth Map(IppGroup printer)
    {
        var reasons = printer.TextsOf("printer-state-reasons");
        var supplies = IppSupplies.Of(printer);
        var state = (IppPrinterState?)printer.Integer("printer-state");
        var causes = CausesOf(reasons, supplies);
        if (printer.Boolean("printer-is-accepting-jobs") == false)
        {
            causes.Add(HealthCause.Offline);
        }

        var status = StatusOf(state, causes);
        if (causes.Count == 0 && status == HealthStatus.Offline)
        {
            causes.Add(HealthCause.DeviceDown);
        }

        return new PrinterHealth
        {
            Status = status,
            Activity = ActivityOf(state, reasons),
            Causes = [.. causes],
            Supplies = supplies,
            Trays = IppSupplies.TraysOf(printer),
            Counters = printer.Integer("printer-impressions-completed") is { } pages ? [new PageCounter(Impressions, pages)] : [],
            DisplayText = printer.Text("printer-state-message") ?? "",
        };
    }

    public static DeviceIdentity IdentityOf(IppGroup printer)
    {
        var model = printer.Text("printer-make-and-model") ?? printer.DeviceIdField("MDL", "MODEL");
        return new DeviceIdentity(
            model, printer.DeviceIdField("MFG", "MANUFACTURER") is { Length: > 0 } maker ? maker : model.Split(' ')[0],
            printer.DeviceIdField("SN", "SERN", "SERIALNUMBER"), MacOf(printer.Text("printer-uuid")),
            printer.Text("printer-dns-sd-name") ?? printer.Text("printer-name") ?? "", default);
    }

    /// <summary>A UUID of version 1 ends in the device's MAC address (RFC 9562 section 5.1).</summary>
    private static string MacOf(string? uuid) =>
        uuid is not null && Guid.TryParse(uuid.Replace("urn:uuid:", "", StringComparison.OrdinalIgnoreCase), out var id) && id.Version == 1
            ? id.ToString("n")[20..]
            : "";

    private static SortedSet<HealthCause> CausesOf(IReadOnlyList<string> reasons, IReadOnlyList<SupplyHealth> supplies)
    {
        // Whatever the severity: an idle printer with an open cover may say "cover-open-report" until a job needs the cover closed.
        var causes = new SortedSet<HealthCause>(reasons.Select(CauseOf).OfType<HealthCause>());

        // A level of 0 alone is no proof that nothing is left: the printer says so in its reasons.
        if (!causes.Contains(HealthCause.TonerEmpty)
            && supplies.Any(supply => !supply.IsReceptacle && SupplyTypes.IsColour(supply.Type) && supply.Percent <= LowPercent))
        {
            causes.Add(HealthCause.TonerLow);
        }

        return causes;
    }

    /// <summary>That it cannot be reached is not a printer's own to say: a spooler in between says so of its next hop.</summary>
    private static HealthCause? CauseOf(string reason) =>
        StateReasons.TryParse(reason, out var cause) ? cause == HealthCause.Unreachable ? null : cause
        : reason.StartsWith("paused", StringComparison.Ordinal) || reason.StartsWith("stopped-partly", StringComparison.Ordinal)
            ? HealthCause.Offline
            : null;

    /// <summary>Only the printer's own "stopped" stops it: with others it says that jobs still start.</summary>
    private static HealthStatus StatusOf(IppPrinterState? state, SortedSet<HealthCause> causes) => state switch
    {
        IppPrinterState.Stopped => HealthStatus.Offline,
        _ when causes.Contains(HealthCause.Offline) || causes.Contains(HealthCause.DeviceDown) => HealthStatus.Offline,
        _ when causes.Count > 0 => HealthStatus.Warning,
        IppPrinterState.Processing => HealthStatus.Printing,
        IppPrinterState.Idle => HealthStatus.Ready,
        _ => HealthStatus.Unknown,
    };

    private static PrinterActivity ActivityOf(IppPrinterState? state, IReadOnlyList<string> reasons) => state switch
    {
        IppPrinterState.Processing => PrinterActivity.Printing,
        IppPrinterState.Idle when reasons.Any(r => r.Contains("sleep", StringComparison.Ordinal)
            || r.StartsWith("standby", StringComparison.Ordinal)
            || r.StartsWith("power-saver", StringComparison.Ordinal)) => PrinterActivity.Sleeping,
        IppPrinterState.Idle => PrinterActivity.Idle,
        _ => PrinterActivity.Unknown,
    };
}
