using Microsoft.Extensions.Options;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.SnmpSource;

/// <summary>Printers over SNMP: one manager, a probe for each printer.</summary>
internal sealed class SnmpHealthSource(
    SnmpManager snmp, CredentialBook credentials, IOptions<SnmpSourceOptions> options, TimeProvider clock) : IHealthSource
{
    private readonly PrinterReader _reader = new(snmp, QuirkTable.Embedded);

    public string Protocol => Protocols.Snmp;

    public IHealthProbe Open(FleetTarget target) => new SnmpProbe(target.Health, _reader, credentials, options.Value, clock);
}
