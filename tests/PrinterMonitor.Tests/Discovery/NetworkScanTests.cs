using Npgsql;
using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Host;
using PrinterMonitor.Tests.Snmp;
using TicketFlow.PrinterMonitor.Discovery;
using TicketFlow.PrinterMonitor.IppSource;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.Printers;

namespace PrinterMonitor.Tests.Discovery;

/// <summary>A scan of a real network, loopback, with a real SNMP printer, a real IPP printer and a server that is none.</summary>
public sealed class NetworkScanTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_scan_finds_the_printers_and_only_them()
    {
        await using var manager = new SnmpManager(TimeProvider.System);
        await using var agent = await NetSnmpAgent.StartAsync(
            manager,
            "override .1.3.6.1.2.1.1.2.0 object_id .1.3.6.1.4.1.11.2.3.9.1", "override .1.3.6.1.2.1.1.5.0 octet_str \"hall-2\"",
            "override .1.3.6.1.2.1.25.3.2.1.3.1 octet_str \"Eve Laser 9\"", "override .1.3.6.1.2.1.25.3.5.1.1.1 integer 3",
            "override .1.3.6.1.2.1.43.5.1.1.17.1 octet_str \"SN12345\"");
        using var ipp = new IppHealthSource();
        var scan = new NetworkScan(manager, ipp, TimeProvider.System);
        // Of loopback's addresses the agent has one.
        var found = await ScanAsync(scan, "127.0.0.0/29", new ScanOptions { SnmpPort = agent.Address.Port, PerSecond = 1000, IppPort = 1 });
        var printer = found.ShouldHaveSingleItem();
        (printer.Address, printer.Model, printer.Serial, printer.SystemName, printer.Via)
            .ShouldBe(("127.0.0.1", "Eve Laser 9", "SN12345", "hall-2", "snmp"));

        await using var server = await NetSnmpAgent.StartAsync(
            manager, "override .1.3.6.1.2.1.1.2.0 object_id .1.3.6.1.4.1.8072.3.2.10", "override .1.3.6.1.2.1.1.5.0 octet_str \"server\"");
        (await ScanAsync(scan, "127.0.0.1", new ScanOptions { SnmpPort = server.Address.Port, IppPort = 1 })).ShouldBeEmpty();

        await using var eve = await EvePrinter.StartAsync();
        found = await ScanAsync(scan, "127.0.0.1", new ScanOptions { SnmpPort = server.Address.Port, IppPort = eve.Port });
        (found.ShouldHaveSingleItem().Model, found[0].Via, found[0].Ports.Contains(eve.Port)).ShouldBe(("Eve One", "ipp", true));
    }

    [Fact]
    public async Task What_answers_to_a_named_credential_only_is_found_by_it_and_keeps_its_name()
    {
        await using var manager = new SnmpManager(TimeProvider.System);
        await using var agent = await NetSnmpAgent.StartAsync(
            manager,
            [NetSnmpAgent.Locked, "rocommunity secret-of-labels 127.0.0.0/8", .. Scenarios.Lines(InventedPrinters.MonoLaser)]);
        using var ipp = new IppHealthSource();
        var scan = new NetworkScan(manager, ipp, TimeProvider.System);
        var options = new ScanOptions { SnmpPort = agent.Address.Port, IppPort = 1 };
        (await ScanAsync(scan, "127.0.0.1", options)).ShouldBeEmpty();
        foreach (var (name, credentials) in new (string, SnmpCredentials)[]
        {
            ("labels", new CommunityCredentials(SnmpVersion.V1, "secret-of-labels")),
            ("readers", new UsmCredentials("reader", AuthProtocol.Sha256, "password-of-reader", PrivProtocol.Aes128, "privacy-of-reader")),
        })
        {
            var wrong = new UsmCredentials("reader", AuthProtocol.Sha256, "another-password", PrivProtocol.Aes128, "privacy-of-reader");
            var found = await ScanAsync(scan, "127.0.0.1", options with
            {
                Credentials = [.. options.Credentials, new("others", wrong), new(name, credentials)],
            });
            (found.ShouldHaveSingleItem().Model, found[0].Credential).ShouldBe(("Halden L220", name));
        }
    }

    [Fact]
    public async Task A_device_is_proposed_once_and_what_was_rejected_stays_so()
    {
        await using var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await database.ExecuteAsync("create schema monitor");
        await using (var script = typeof(ProposalBook)
            .Assembly.GetManifestResourceStream("TicketFlow.PrinterMonitor.Discovery.DiscoverySchema.sql")!)
        {
            await database.ExecuteAsync(await new StreamReader(script).ReadToEndAsync());
        }

        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var book = new ProposalBook(source);
        var printer = new FoundPrinter("192.0.2.7", "Eve One", "Eve", "X1234", "", "hall-2", "snmp", [9100, 631]);
        var (first, isNew) = await book.NoteAsync(printer, "scan", Now, default);
        isNew.ShouldBeTrue();
        var (again, isNewAgain) = await book.NoteAsync(
            printer with { Address = "192.0.2.99", Serial = "", Via = "ipp" }, "agent:desk-1", Now.AddDays(1), default);
        (again.Id, isNewAgain, again.Printer.Serial).ShouldBe((first.Id, false, "X1234"));
        (await book.NoteAsync(printer with { Serial = "Y9999", SystemName = "", Address = "192.0.2.8" }, "scan", Now, default))
            .IsNew.ShouldBeTrue();

        var (seen, _) = await book.NoteAsync(
            new FoundPrinter("192.0.2.99", "my printer", "", "", "", "", FoundPrinter.ByAgent, [9100]), "agent:desk-2", Now.AddDays(1),
            default);
        (seen.Id, seen.Printer.Model, seen.Printer.Via, seen.Source).ShouldBe((first.Id, "Eve One", "ipp", "agent:desk-1"));

        (await book.DecideAsync(first.Id, ProposalStates.Rejected, null, "ana", default)).ShouldBeTrue();
        (await book.NoteAsync(printer, "scan", Now.AddDays(2), default)).Proposal.State.ShouldBe(ProposalStates.Rejected);
        (await book.ListAsync(ProposalStates.Proposed, default)).ShouldHaveSingleItem().Printer.Serial.ShouldBe("Y9999");
        (await book.DecideAsync(first.Id, ProposalStates.Approved, "hall-2", "ana", default)).ShouldBeTrue();
        (await book.DecideAsync(first.Id, ProposalStates.Rejected, null, "ben", default)).ShouldBeFalse();
        (await book.DecideAsync(4711, ProposalStates.Rejected, null, "ben", default)).ShouldBeFalse();
    }

    private static async Task<List<FoundPrinter>> ScanAsync(NetworkScan scan, string subnet, ScanOptions options)
    {
        var network = Subnet.Parse(subnet);
        var done = 0;
        var found = new List<FoundPrinter>();
        await foreach (var printer in scan.RunAsync(network, options, count => Interlocked.Exchange(ref done, Math.Max(done, count)),
            default))
        {
            found.Add(printer);
        }

        done.ShouldBe(network.Count);
        return found;
    }
}
