using System.Diagnostics.Metrics;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Snmp;

namespace TicketFlow.PrinterMonitor.Leases;

/// <summary>What this monitor counts, for meters (docs/monitor.md, "Metrics") and for operators.</summary>
internal sealed class MonitorMeters
{
    /// <summary>The meter's name; <c>dotnet-counters monitor --counters TicketFlow.PrinterMonitor</c> shows it.</summary>
    public const string MeterName = "TicketFlow.PrinterMonitor";

    private const string Prefix = "ticketflow.monitor.";

    private readonly SnmpManager _snmp;
    private readonly Poller _poller;
    private readonly Meter _meter;

    public MonitorMeters(SnmpManager snmp, Poller poller, IMeterFactory meters)
    {
        (_snmp, _poller, _meter) = (snmp, poller, meters.Create(MeterName));
        var counters = snmp.Counters;
        _meter.CreateObservableGauge(Prefix + "resources", () => poller.Count, "{resource}", "Resources this monitor asks.");
        _meter.CreateObservableGauge(Prefix + "snmp.in_flight", () => snmp.InFlight, "{request}", "Questions that wait for an answer.");
        Count("sent", () => counters.Sent, "Questions, without repeats.");
        Count("resent", () => counters.Resent, "Packets sent again because no answer came in time.");
        Count("answered", () => counters.Answered, "Questions with an answer.");
        Count("timeouts", () => counters.Timeouts, "Questions without an answer after all repeats.");
        Count("loops", () => counters.Loops, "Walks ended because a device went round in circles.");
        _meter.CreateObservableCounter(
            Prefix + "snmp.dropped", Drops, "{packet}", "Packets thrown away: broken, late, from strangers. The tag says why.");
    }

    /// <summary>All of it now.</summary>
    public InstanceCounts Counts => InstanceCounts.Of(_poller.Count, _snmp.InFlight, _snmp.Counters);

    private IEnumerable<Measurement<long>> Drops() => _snmp.Counters.Drops.Select(drop =>
        new Measurement<long>(drop.Value, new KeyValuePair<string, object?>("reason", InstanceCounts.NameOf(drop.Key))));

    private void Count(string name, Func<long> value, string description) =>
        _meter.CreateObservableCounter(Prefix + "snmp." + name, value, "{packet}", description);
}
