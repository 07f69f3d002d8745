using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Host;
using PrinterMonitor.Tests.Snmp;
using TicketFlow.PrinterMonitor.Leases;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Leases;

/// <summary>How a monitor's questions went, as operators and meters see it.</summary>
public sealed class InstanceCountsTests(MonitorHarness monitor) : IClassFixture<MonitorHarness>
{
    [Fact]
    public void Operators_read_a_line_and_what_is_stored_reads_back()
    {
        var counts = new InstanceCounts(20_000, 3, 1_200_300, 40, 1_200_290, 7, 0, new Dictionary<string, long>());
        counts.ToString().ShouldBe(
            "asks 20,000 printers; since its start 1,200,300 questions, 1,200,290 answers, 40 repeats, 7 without an answer");
        var worse = counts with { Loops = 2, Dropped = new Dictionary<string, long> { ["malformed"] = 4, ["late"] = 12 } };
        worse.ToString().ShouldEndWith("7 without an answer, 2 walks in circles; dropped packets: 12 late, 4 malformed");
        InstanceCounts.Parse(worse.ToJson())!.ToString().ShouldBe(worse.ToString());
        InstanceCounts.Parse(null).ShouldBeNull();
    }

    [Fact]
    public async Task A_hostile_packet_is_counted_where_operators_and_meters_look()
    {
        var metered = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var host = await monitor.StartAsync();
        var manager = host.Services.GetRequiredService<SnmpManager>();
        using var listener = Listen(host.Services.GetRequiredService<IMeterFactory>(), metered);
        await using var agent = await NetSnmpAgent.StartAsync(manager, Scenarios.Lines(InventedPrinters.MonoLaser));
        await monitor.AddPrinterAsync("counted", NetSnmpAgentAddress.Of(agent));
        using (var stranger = new UdpClient())
        {
            await stranger.SendAsync("no SNMP at all"u8.ToArray(), new IPEndPoint(IPAddress.Loopback, manager.LocalPort));
        }

        await Eventually.TrueAsync(
            async () => await CountsAsync() is { Resources: 1, Answered: > 0 } counts && counts.Dropped.GetValueOrDefault("malformed") == 1,
            () => "the packet and the answers are counted");
        listener.RecordObservableInstruments();
        metered["ticketflow.monitor.snmp.dropped malformed"].ShouldBe(1);
        metered["ticketflow.monitor.snmp.answered "].ShouldBeGreaterThan(0);
        metered["ticketflow.monitor.resources "].ShouldBe(1);
        await monitor.StopAsync(host);
    }

    private async Task<InstanceCounts?> CountsAsync() =>
        await monitor.Database.ColumnAsync("select counts::text from monitor.instance") is [var json] ? InstanceCounts.Parse(json) : null;

    private static MeterListener Listen(IMeterFactory meters, ConcurrentDictionary<string, long> metered)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == MonitorMeters.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
        return listener;

        void Note(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            metered[$"{instrument.Name} {(tags.Length > 0 ? tags[0].Value : "")}"] = value;
    }
}
