using System.Net;
using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Host;
using PrinterMonitor.Tests.Snmp;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Relocation;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Relocation;

/// <summary>Loopback has a whole network of addresses: a printer can move in it.</summary>
public sealed class RelocationTests(MonitorHarness monitor) : IClassFixture<MonitorHarness>
{
    [Theory]
    [InlineData("S1", "m1", "n", "s1", "m2", "x", true)]
    [InlineData("S1", "m1", "n", "S2", "m1", "n", false)]
    [InlineData(null, "m1", "n", "S2", "m1", "x", true)]
    [InlineData(null, "m1", "n", "S2", "m2", "n", false)]
    [InlineData(null, null, "n", "S2", "m2", "N", true)]
    [InlineData("S1", null, "n", null, "m2", "n", false)]
    [InlineData(null, null, null, null, null, null, false)]
    public void A_device_is_known_by_its_serial_else_its_card_else_its_name(
        string? serial, string? mac, string? name, string? otherSerial, string? otherMac, string? otherName, bool same) =>
        IdentityRules.IsSame(new Passport(serial, mac, name), new Passport(otherSerial, otherMac, otherName)).ShouldBe(same);

    [Fact]
    public void Neighbours_are_the_other_addresses_of_a_network_of_256()
    {
        var neighbours = IdentityRules.NeighboursOf(IPAddress.Parse("192.0.2.7")).Select(a => a.ToString()).ToList();
        neighbours.Count.ShouldBe(253);
        neighbours.ShouldContain("192.0.2.254");
        neighbours.ShouldNotContain("192.0.2.7");
        IdentityRules.NeighboursOf(IPAddress.IPv6Loopback).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("serial", 77)]
    [InlineData("mac", 78)]
    [InlineData("system_name", 79)]
    public async Task A_printer_with_another_address_is_found_by_what_it_has_and_asked_there(string mark, byte newAddress)
    {
        monitor.Settings["Monitor:Relocation:LookEvery"] = "00:00:00.5";
        monitor.Settings["Monitor:Relocation:AgainAfter"] = "00:00:05";
        await using var manager = new SnmpManager(TimeProvider.System);
        var host = await monitor.StartAsync();
        var (resource, lines) = ("moves-" + mark, LinesWith(mark));
        await using (var agent = await NetSnmpAgent.StartAsync(manager, lines))
        {
            await monitor.AddPrinterAsync(resource, NetSnmpAgentAddress.Of(agent));
            await monitor.Inbox.BecomesAsync(resource, HealthStatuses.Ready);
            await Eventually.TrueAsync(
                async () => (await monitor.Database.ColumnAsync(
                    $"select array_to_string(array[serial, mac, system_name], ' ') from monitor.health where resource = '{resource}'"))
                    is [{ Length: > 0 }],
                () => "who it is is noted");
            await agent.MoveAsync(IPAddress.Parse($"127.0.0.{newAddress}"), manager, lines);
            await monitor.Inbox.BecomesAsync(resource, HealthStatuses.Stopped, "timed-out");
            await monitor.Inbox.BecomesAsync(resource, HealthStatuses.Ready);
            (await monitor.Database.ScalarAsync<string>(
                $"select configured_host || ' ' || found_host from monitor.moved where resource = '{resource}'"))
                .ShouldBe($"127.0.0.1 127.0.0.{newAddress}");
        }

        await monitor.StopAsync(host);
    }

    /// <summary>The printer with this mark and none that is better.</summary>
    private static string[] LinesWith(string mark)
    {
        const string serial = ".43.5.1.1.17.";
        const string card = ".2.2.1.6.";
        string[] better = mark switch { "serial" => [], "mac" => [serial], _ => [serial, card] };
        return [.. Scenarios.Lines(InventedPrinters.MonoLaser).Where(line => !better.Any(line.Contains))];
    }
}
