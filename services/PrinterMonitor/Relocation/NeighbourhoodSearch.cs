using System.Collections.Concurrent;
using System.Net;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Relocation;

/// <summary>Looks for a device among the neighbours of the address it had. One packet to each address, a few at a time.</summary>
internal sealed class NeighbourhoodSearch(SnmpManager snmp)
{
    private const int AtOnce = 16;

    private static readonly SnmpTiming Short = new(TimeSpan.FromMilliseconds(500), 0, 1);

    /// <summary>Its address, or null when it is nowhere, or at several.</summary>
    public async Task<IPAddress?> FindAsync(Passport wanted, IPEndPoint before, SnmpCredentials credentials, CancellationToken cancellation)
    {
        var found = new ConcurrentBag<IPAddress>();
        await Parallel.ForEachAsync(
            IdentityRules.NeighboursOf(before.Address),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (address, token) =>
            {
                var target = new SnmpTarget(new IPEndPoint(address, before.Port), credentials) { Timing = Short };
                if (await AskAsync(target, token) is { } passport && IdentityRules.IsSame(wanted, passport))
                {
                    found.Add(address);
                }
            });
        return found.Count == 1 ? found.Single() : null;
    }

    private async Task<Passport?> AskAsync(SnmpTarget target, CancellationToken cancellation)
    {
        Oid[] columns = [PrinterMib.SysName, PrinterMib.SerialNumber, PrinterMib.IfPhysAddress];
        var result = await snmp.ReadColumnsAsync(target, [], [.. columns.Select(column => new ColumnRequest(column))], 4, cancellation);
        if (!result.Succeeded)
        {
            return null;
        }

        var mib = new MibView(result.Variables);
        var mac = mib.Column(PrinterMib.IfPhysAddress).Select(row => row.Value.Octets)
            .FirstOrDefault(octets => octets.Length == 6 && octets.Span.ContainsAnyExcept((byte)0));
        return new Passport(
            Text(DeviceText.Decode(mib.First(PrinterMib.SerialNumber), null)), Text(Convert.ToHexStringLower(mac.Span)),
            Text(DeviceText.Decode(mib.First(PrinterMib.SysName), null)));
    }

    private static string? Text(string text) => text.Trim() is { Length: > 0 } some ? some : null;
}
