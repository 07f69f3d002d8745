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
    private const int DiscoveriesAtOnce = 64;

    /// <summary>
    /// Whole tables are in memory while a device is discovered: a fleet that starts at once takes turns. A device gets its turn when it has
    /// answered the first question, so that those which never answer keep nobody waiting.
    /// </summary>
    private readonly SemaphoreSlim _turns = new(DiscoveriesAtOnce);

    /// <summary>Reads all columns; gives the profile with the first reading.</summary>
    public async Task<PollOutcome> DiscoverAsync(SnmpTarget target, CancellationToken ct)
    {
        var chunks = PrinterMib.Discovery.Chunk(DiscoveryColumns).ToArray();
        var first = await ReadAsync(target, chunks[0], ct);
        if (!first.Succeeded)
        {
            return PollOutcome.Failed(first.Failure);
        }

        await _turns.WaitAsync(ct);
        try
        {
            return await DiscoverAsync(target, [.. first.Variables], chunks.AsMemory(1), ct);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<PollOutcome> DiscoverAsync(
        SnmpTarget target, List<VarBind> variables, ReadOnlyMemory<Oid[]> chunks, CancellationToken ct)
    {
        for (var i = 0; i < chunks.Length; i++)
        {
            var result = await ReadAsync(target, chunks.Span[i], ct);
            if (!result.Succeeded)
            {
                return PollOutcome.Failed(result.Failure);
            }

            variables.AddRange(result.Variables);
        }

        var mib = new MibView(variables);
        var profile = DeviceProfile.Read(mib, quirks);
        return new PollOutcome(
            SnmpFailure.None, profile, PrinterReading.Read(mib, profile.DeviceIndex, profile.CharacterSet, profile.CounterUnit));
    }

    private Task<SnmpResult> ReadAsync(SnmpTarget target, Oid[] columns, CancellationToken ct) => snmp.ReadColumnsAsync(
        target, [], [.. columns.Select(column => new ColumnRequest(column))], DiscoveryRepetitions, ct);

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

        var reading = PrinterReading.Read(
            new MibView(variables), profile.DeviceIndex, profile.CharacterSet, profile.CounterUnit);
        return new PollOutcome(SnmpFailure.None, profile, reading);
    }
}
