using System.Text.Json;
using PrinterMonitor.Tests.Alerts;
using PrinterMonitor.Tests.Snmp;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.OpsCommands;

/// <summary>The operators' command as a process, on a real database with a real worker.</summary>
public sealed class OpsCommandTests : IAsyncLifetime
{
    private AlertHarness _alerts = null!;

    public async Task InitializeAsync() => _alerts = await AlertHarness.CreateAsync();

    public async Task DisposeAsync() => await _alerts.DisposeAsync();

    [Fact]
    public async Task Rules_are_added_tested_listed_and_removed()
    {
        await _alerts.StartAsync();
        (await OpsAsync("alert", "rule", "add", "paper", "--cause", "media-*", "--to", "paper@example.org", "--after", "0s")).ShouldBe(
            (0, "paper: added. 'ticketflow-ops alert rule test paper' sends a letter.", ""));
        (await OpsAsync("alert", "rule", "add", "paper", "--cause", "media-*", "--to", "paper@example.org", "--after", "0s")).Out
            .ShouldBe("paper: nothing to change.");
        var (code, _, error) = await OpsAsync("alert", "rule", "add", "bad", "--cause", "paper-*", "--to", "nobody", "--quiet",
            "18:00-07:00", "--zone", "Mars/Olympus");
        code.ShouldBe(1);
        error.ShouldContain("No printer ever has the cause 'paper-*'");
        error.ShouldContain("'nobody' is neither");
        error.ShouldContain("'Mars/Olympus' is no time zone");

        (await OpsAsync("alert", "rule", "test", "paper")).ShouldBe((0, "paper@example.org: arrived.", ""));
        _alerts.Mail.Mails.ShouldHaveSingleItem().Header("X-TicketFlow-Kind").ShouldBe("test");
        (await OpsAsync("alert", "rule", "test", "--printer", "hall-2", "--cause", "media-jam"))
            .Out.ShouldStartWith("paper: tells paper@example.org");
        (await OpsAsync("alert", "rule", "test", "--printer", "hall-2", "--cause", "toner-low")).Code.ShouldBe(1);

        await _alerts.BecomesAsync("hall-2", "media-empty");
        await Eventually.TrueAsync(() => _alerts.Mail.Mails.Count == 2, () => "the letter");
        (await OpsAsync("alert", "ack", "hall-2")).Out.ShouldBe("hall-2: acknowledged (1).");
        using (var trouble = JsonDocument.Parse((await OpsAsync("alert", "list", "--json")).Out))
        {
            trouble.RootElement.GetProperty("rules").GetString().ShouldBe("paper told");
            trouble.RootElement.GetProperty("acknowledgedBy").GetString().ShouldBe(Environment.UserName);
        }

        (await OpsAsync("alert", "rule", "remove", "paper")).Out.ShouldBe("paper: removed.");
        (await OpsAsync("alert", "rule", "remove", "paper")).Code.ShouldBe(3);
        (await OpsAsync("alert", "rule", "list")).Out.ShouldStartWith("There are no rules");
    }

    [Fact]
    public async Task Without_a_monitor_printers_are_shown_all_the_same_and_the_rest_says_what_to_do()
    {
        await _alerts.Database.ExecuteAsync("drop schema monitor cascade");
        (await OpsAsync("printer", "add", "hall-2", "--address", "192.0.2.7:9100", "--location", "Berlin, hall 2")).Code.ShouldBe(0);
        using (var row = JsonDocument.Parse((await OpsAsync("printers", "--json")).Out))
        {
            row.RootElement.GetProperty("name").GetString().ShouldBe("hall-2");
            row.RootElement.GetProperty("state").GetString().ShouldBe("unknown");
        }

        (await OpsAsync("printers", "nosuch*")).Out.ShouldStartWith("No such printer.");
        (await OpsAsync("printers", "HALL-2", "nosuch")).Out.ShouldContain("hall-2  ");
        foreach (var command in (string[][])[["alert", "list"], ["discover", "192.0.2.0/30"], ["discover", "list"]])
        {
            var (code, _, error) = await OpsAsync(command);
            (code, error).ShouldBe((3,
                "ticketflow-ops: No printer monitor has ever run on this database. Start one (docs/monitor.md), then try again."));
        }

        (await OpsAsync("discover", "10.0.0.0/8")).Error.ShouldContain("more than 65,536 addresses");
    }

    [Fact]
    public async Task A_walk_prints_every_value_and_a_silent_host_is_an_error()
    {
        await using var manager = new SnmpManager(TimeProvider.System);
        await using var agent = await NetSnmpAgent.StartAsync(
            manager, "override .1.3.6.1.2.1.43.11.1.1.6.1.1 octet_str \"Black Toner\"", "override .1.3.6.1.2.1.43.11.1.1.9.1.1 integer 45");
        (await OpsAsync("walk", agent.Address.ToString(), "--oid", "1.3.6.1.2.1.43.11")).ShouldBe(
            (0, ".1.3.6.1.2.1.43.11.1.1.6.1.1 = OctetString: Black Toner\n.1.3.6.1.2.1.43.11.1.1.9.1.1 = Integer: 45", ""));
        var port = agent.Address.ToString();
        await agent.StopAsync();
        var (code, _, error) = await OpsAsync("walk", port, "--oid", "1.3.6.1.2.1.43.11");
        code.ShouldBe(1);
        error.ShouldContain("Is SNMP switched on");
    }

    [Fact]
    public async Task A_proposal_becomes_a_printer()
    {
        await using (var script = typeof(SnmpManager)
            .Assembly.GetManifestResourceStream("TicketFlow.PrinterMonitor.Discovery.DiscoverySchema.sql")!)
        {
            await _alerts.Database.ExecuteAsync(await new StreamReader(script).ReadToEndAsync());
        }

        await _alerts.Database.ExecuteAsync("""
            insert into monitor.proposal (address, model, vendor, serial, mac, system_name, via, ports, source, first_seen, last_seen)
            select '192.0.2.' || n, 'Eve One', 'Eve', 'X100' || n, '', 'Hall ' || n, 'snmp', '{9100}', 'scan', now(), now() from generate_series(1, 4) n
            """);
        (await OpsAsync("discover", "approve", "1", "--location", "Berlin")).ShouldBe((0, "hall-1: added, 192.0.2.1:9100.", ""));
        (await OpsAsync("discover", "approve", "1")).Error.ShouldContain("approved already: printer 'hall-1'");
        (await OpsAsync("discover", "approve", "2", "--name", "hall-1")).Error.ShouldContain("There is a printer 'hall-1' already");
        (await OpsAsync("discover", "reject", "2")).Out.ShouldStartWith("2: rejected, Eve One");
        (await OpsAsync("discover", "reject", "99")).Code.ShouldBe(3);
        await _alerts.Database.ExecuteAsync("update monitor.proposal set via = 'ipp', ports = '{631}' where id = 4");
        (await OpsAsync("printers", "discover", "approve", "4")).Code.ShouldBe(0);
        (await _alerts.Database.ScalarAsync<string>("""
            select data ->> 'protocol' from ticketflow.mt_events where type = 'monitoring_chosen' and data ->> 'name' = 'hall-4'
            """)).ShouldBe("ipp");
        using var left = JsonDocument.Parse((await OpsAsync("discover", "list", "--json")).Out);
        left.RootElement.GetProperty("id").GetInt32().ShouldBe(3);
    }

    private Task<(int Code, string Out, string Error)> OpsAsync(params string[] arguments) =>
        OpsProcess.RunAsync(_alerts.Database.ConnectionString, arguments);
}
