using System.Text.Json;
using PrinterMonitor.Tests.Host;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Discovery;

namespace PrinterMonitor.Tests.Discovery;

/// <summary>Printers that agents tell of, from the broker to the proposals.</summary>
public sealed class AgentsReportTests(MonitorHarness monitor) : IClassFixture<MonitorHarness>
{
    [Fact]
    public async Task What_agents_see_is_proposed_once_unless_it_is_in_the_fleet()
    {
        await monitor.AddPrinterAsync("known", new NetSnmpAgentAddress("192.0.2.20", 161));
        var host = await monitor.StartAsync();
        await Eventually.TrueAsync(() => Count("target") == 1, () => "the fleet is known");
        await SeesAsync("desk-1", "socket://192.0.2.20:9100", "ipp://127.0.0.1/printers/x", "nonsense");
        await SeesAsync("desk-1", "ipp://192.0.2.7/ipp/print", "lpd://printer.example.org/queue");
        await SeesAsync("desk-2", "socket://192.0.2.7:9100", "socket://192.0.2.8");
        await Eventually.TrueAsync(() => Count("proposal") >= 3, () => "three proposals");
        (await monitor.Database.ColumnAsync("""
            select address || ' ' || source || ' ' || model || ' ' || array_to_string(ports, ',') from monitor.proposal order by address
            """)).ShouldBe(
        [
            "192.0.2.7 agent:desk-1 queue-0 631", "192.0.2.8 agent:desk-2 queue-1 9100", "printer.example.org agent:desk-1 queue-1 515",
        ]);
        await monitor.StopAsync(host);
    }

    [Fact]
    public void An_address_is_read_or_left()
    {
        ProposalDesk.Read(new SeenPrinter("ipps://[2001:db8::7]/ipp/print", "Hall")).ShouldNotBeNull().Address.ShouldBe("2001:db8::7");
        ProposalDesk.Read(new SeenPrinter(null)).ShouldBeNull();
        ProposalDesk.Read(null).ShouldBeNull();
    }

    private long Count(string table) => monitor.Database.ScalarAsync<long>($"select count(*) from monitor.{table}").Result;

    private Task SeesAsync(string agent, params string[] addresses) => monitor.Inbox.AskAsync(
        ProposePrinters.MessageType,
        JsonSerializer.SerializeToUtf8Bytes(
            new ProposePrinters(agent, [.. addresses.Select((address, i) => new SeenPrinter(address, $"queue-{i}"))]),
            HealthJson.Default.ProposePrinters));
}
