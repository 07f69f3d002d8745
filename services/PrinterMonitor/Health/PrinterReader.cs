using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Health;

/// <summary>
/// What asking a device gave: everything, or the failure. There is no half reading, since a missing part would look like health.
/// </summary>
public sealed record PollOutcome(SnmpFailure Failure, DeviceProfile? Profile, PrinterReading? Reading)
{
    internal static PollOutcome Failed(SnmpFailure failure) => new(failure, null, null);
}

/// <summary>Asks one device: discovery once, then one packet per poll as long as its tables are small.</summary>
public sealed class PrinterReader(SnmpManager snmp, QuirkTable quirks)
{
    private const int DiscoveryColumns = 8;
    private const int DiscoveryRepetitions = 8;

    /// <summary>Reads all columns; gives the profile with the first reading.</summary>
    public async Task<PollOutcome> DiscoverAsync(SnmpTarget target, CancellationToken ct)
    {
        var variables = new List<VarBind>();
        foreach (var columns in PrinterMib.Discovery.Chunk(DiscoveryColumns))
        {
            ColumnRequest[] requests = [.. columns.Select(column => new ColumnRequest(column))];
            var result = await snmp.ReadColumnsAsync(target, [], requests, DiscoveryRepetitions, ct);
            if (!result.Succeeded)
            {
                return PollOutcome.Failed(result.Failure);
            }

            variables.AddRange(result.Variables);
        }

        var mib = new MibView(variables);
        var profile = DeviceProfile.Read(mib, quirks);
        return new PollOutcome(SnmpFailure.None, profile, PrinterReading.Read(mib, profile.DeviceIndex, profile.CharacterSet));
    }

    public async Task<PollOutcome> PollAsync(SnmpTarget target, DeviceProfile profile, CancellationToken ct)
    {
        var plan = profile.Plan;
        var result = await snmp.ReadColumnsAsync(target, plan.Scalars, [.. plan.Columns, .. plan.AlertColumns], plan.Repetitions, ct);
        if (!result.Succeeded)
        {
            return PollOutcome.Failed(result.Failure);
        }

        var variables = result.Variables;
        if (plan.AlertColumns.Count == 0 && variables.Any(variable => variable.Oid.StartsWith(PrinterMib.AlertCode)))
        {
            // The first alert since discovery: its columns are not in the plan yet.
            ColumnRequest[] columns = [.. PrinterMib.Alerts.Select(column => new ColumnRequest(column))];
            var alerts = await snmp.ReadColumnsAsync(target, [], columns, plan.Repetitions, ct);
            if (!alerts.Succeeded)
            {
                return PollOutcome.Failed(alerts.Failure);
            }

            variables = [.. variables, .. alerts.Variables];
        }

        var reading = PrinterReading.Read(new MibView(variables), profile.DeviceIndex, profile.CharacterSet);
        return new PollOutcome(SnmpFailure.None, profile, reading);
    }
}
