using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>
/// What to ask a device for in every poll, so that one GETBULK does it: only columns it has (a missing one runs on into long vendor
/// strings), with the rows it has. An empty alert table is watched by a single GETNEXT.
/// </summary>
public sealed record PollPlan(
    IReadOnlyList<ScalarRequest> Scalars, IReadOnlyList<ColumnRequest> Columns, IReadOnlyList<ColumnRequest> AlertColumns, int Repetitions)
{
    /// <summary>
    /// Variables asked for at once; rows beyond come in a second packet. Keeps the usual answer below one Ethernet frame, and below the
    /// 100 variables at which agents cut.
    /// </summary>
    public const int MaxVariables = 72;

    /// <summary>The same plan, of parts that other printers have too.</summary>
    internal PollPlan Share(SharedParts shared) =>
        new(shared.Of(Scalars), shared.Of(Columns), shared.Of(AlertColumns), Repetitions);

    internal static PollPlan For(MibView mib, uint deviceIndex)
    {
        List<ScalarRequest> scalars = [new(PrinterMib.SysUpTime, PrinterMib.SysUpTime)];
        foreach (var column in new[] { PrinterMib.DeviceStatus, PrinterMib.PrinterStatus, PrinterMib.PrinterErrorState })
        {
            if (mib.At(column, deviceIndex).Type != SnmpType.Null)
            {
                scalars.Add(ScalarRequest.Instance(column, deviceIndex));
            }
        }

        // Nearly every device has one marker: one variable then, instead of one for each repetition.
        var markers = mib.Column(PrinterMib.MarkerLifeCount).Count();
        scalars.AddRange(new[] { PrinterMib.ConfigChanges, PrinterMib.MarkerLifeCount }
            .Where(column => mib.Column(column).Any() && (column != PrinterMib.MarkerLifeCount || markers == 1))
            .Select(column => new ScalarRequest(column, column)));
        ColumnRequest[] columns =
        [
            .. new[] { PrinterMib.SupplyLevel, PrinterMib.InputLevel, PrinterMib.InputStatus, PrinterMib.ConsoleText }
                .Concat(markers > 1 ? [PrinterMib.MarkerLifeCount] : [])
                .Select(column => new ColumnRequest(column, mib.Column(column).Count()))
                .Where(column => column.Rows > 0),
        ];
        ColumnRequest[] alerts =
            [.. PrinterMib.Alerts.Where(column => mib.Column(column).Any()).Select(column => new ColumnRequest(column))];
        if (alerts.Length == 0)
        {
            scalars.Add(new ScalarRequest(PrinterMib.AlertCode, PrinterMib.AlertCode));
        }

        // Alerts have one row more to find their end by.
        var alertRows = alerts.Length > 0 ? mib.Column(PrinterMib.AlertCode).Count() + 1 : 1;
        var rows = columns.Select(column => column.Rows ?? 0).Append(alertRows).Max();
        var affordable = (MaxVariables - scalars.Count) / Math.Max(1, columns.Length + alerts.Length);
        return new PollPlan(scalars, columns, alerts, Math.Clamp(rows, 1, affordable));
    }
}
