using System.Text.Json;
using EndToEnd.Tests.MainPath;
using TicketFlow.Contracts.Agents;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.PrinterHealth;

/// <summary>
/// Patent fig. 7 from the printer's own words: it stops, users are asked, support is mailed, it recovers, jobs print by themselves.
/// </summary>
public sealed class PrinterHealthTests : HealthScene
{
    private const string Device = "25.3.2.1.5.1";
    private const string Status = "25.3.5.1.1.1";
    private const string Errors = "25.3.5.1.2.1";
    private const string Display = "43.16.5.1.2.1.1";

    private static readonly (string Cause, (string, string)[] Changes)[] Faults =
    [
        ("offline", [(Device, "integer 5"), (Status, "integer 1"), (Errors, "octet_str 0x02")]),
        ("media-empty", [(Device, "integer 5"), (Status, "integer 1"), (Errors, "octet_str 0x40"), ("43.8.2.1.10.1.1", "integer 0")]),
        ("media-jam", [(Device, "integer 5"), (Status, "integer 1"), (Errors, "octet_str 0x04"), (Display, "octet_str \"Jam in tray 1\"")]),
        ("door-open", [(Device, "integer 5"), (Status, "integer 1"), (Errors, "octet_str 0x08")]),
        ("toner-empty", [(Device, "integer 5"), (Status, "integer 1"), (Errors, "octet_str 0x10"), ("43.11.1.1.9.1.1", "integer 0")]),
    ];

    [Fact]
    public Task A_printer_stops_users_are_asked_support_is_mailed_it_recovers_and_the_job_prints_by_itself() => OnSystemAsync(
        monitors: 1,
        async () =>
        {
            await MonitorAsync(Printer, Card);
            await HasHealthAsync("ok", Printer);
            foreach (var (cause, changes) in Faults)
            {
                await StopsAndRecoversAsync(Printer, Card, cause, changes);
            }

            await StaysWellAsync(Printer, Card);
            var stops = (await EventsAsync(Printer, "resource_health_reported"))
                .Where(type => type is "resource_stopped" or "resource_works").ToList();
            stops.ShouldBe(Faults.SelectMany(_ => new[] { "resource_stopped", "resource_works" }));
        });

    [Fact]
    public Task When_a_monitor_is_killed_another_one_follows_its_printers_and_nothing_is_told_twice() => OnSystemAsync(
        monitors: 2,
        async () =>
        {
            string[] names = [.. Enumerable.Range(1, 8).Select(i => $"shared-{i}")];
            foreach (var name in names)
            {
                await OperatorAsync("printer", "add", name, "--address", "127.0.0.1:9");
                await OperatorAsync("printer", "monitor", name, "--port", Card.Port.ToString());
            }

            await Task.WhenAll(names.Select(name => HasHealthAsync("ok", name)));
            await Site.Monitors[0].KillAsync();
            await Card.ShowAsync(Faults[2].Changes);
            await Task.WhenAll(names.Select(name => HasHealthAsync("stopped", name)));
            await Site.Monitors[0].StartAsync();
            await Card.ShowAsync();
            await Task.WhenAll(names.Select(name => HasHealthAsync("ok", name)));
            foreach (var name in names)
            {
                (await EventsAsync(name, "resource_health_reported"))
                    .ShouldBe(["resource_registered", "monitoring_chosen", "resource_stopped", "resource_works"]);
                // A card that takes long to start again is silent for a while, and that is told too; but never the same words twice.
                var told = await ReportsAsync(name);
                told.Zip(told.Skip(1)).ShouldAllBe(two => two.First != two.Second);
                told.Where(words => !words.EndsWith(Silent, StringComparison.Ordinal))
                    .ShouldBe(["ready", "stopped media-jam", "ready"], string.Join(", ", told));
            }
        });

    /// <summary>The second printer answers nobody but over an encrypted v3, so that nothing else can have been used.</summary>
    [Fact]
    public Task Over_version_1_and_over_encrypted_version_3_it_is_the_same() => OnSystemAsync(
        monitors: 1,
        async () =>
        {
            await using var encrypted = new SnmpPrinter { OnlyEncrypted = true };
            await encrypted.ShowAsync();
            await MonitorAsync(Printer, Card, "--version-of-snmp", "1");
            await MonitorAsync(Site.PrinterNames[1], encrypted, "--version-of-snmp", "3", "--credential", Credential);
            await Task.WhenAll(new[] { (Printer, Card), (Site.PrinterNames[1], encrypted) }.Select(async at =>
            {
                var (printer, card) = at;
                await HasHealthAsync("ok", printer);
                await StopsAndRecoversAsync(printer, card, Faults[2].Cause, Faults[2].Changes);
                await StaysWellAsync(printer, card);
            }));
            await ChecksAsync(Site.PrinterNames[1], encrypted);
        });

    /// <summary><c>ticketflow-ops check</c>: of a printer that answers, of one that does not, and without a monitor.</summary>
    private async Task ChecksAsync(string printer, SnmpPrinter card)
    {
        (await OperatorAsync("check", printer)).ShouldStartWith($"{printer}: ready (answered; ");
        await card.ShowAsync(Faults[3].Changes);
        using (var answer = JsonDocument.Parse(await OperatorAsync("check", printer, "--json")))
        {
            answer.RootElement.GetProperty("status").GetString().ShouldBe("stopped");
            answer.RootElement.GetProperty("causes")[0].GetString().ShouldBe("door-open");
        }

        await card.SwitchOffAsync();
        var (exitCode, output) = await CommandLine.TryOperatorAsync(Site, "check", printer);
        (exitCode, output.Split('(')[0]).ShouldBe((1, $"{printer}: no answer. Last known: stopped: door-open "));
        (exitCode, output) = await CommandLine.TryOperatorAsync(Site, "check", "nowhere");
        (exitCode, output).ShouldBe((3, "ticketflow-ops: There is no printer 'nowhere'. 'ticketflow-ops printers' shows them.\n"));
        await Site.Monitors[0].StopAsync();
        (exitCode, output) = await CommandLine.TryOperatorAsync(Site, "check", printer, "--wait", "1");
        (exitCode, output).ShouldBe((4, "ticketflow-ops: No printer monitor answered within 1 s. Does one run? See docs/monitor.md.\n"));
    }

    private Task<string> MonitorAsync(string printer, SnmpPrinter card, params string[] more) =>
        OperatorAsync(["printer", "monitor", printer, "--host", "127.0.0.1", "--port", card.Port.ToString(), .. more]);

    private async Task StopsAndRecoversAsync(string printer, SnmpPrinter card, string cause, (string, string)[] changes)
    {
        await card.ShowAsync(changes);
        await HasHealthAsync("stopped", printer);
        var job = (await Site.Agents[0].SubmitAsync(printer, cause, new byte[1000])).ShouldNotBeNull();
        await ShowsAsync(job, shown => shown.Question is { Answered: false }, $"is asked after {cause}");
        await MailedAsync(m => m.Header("Subject") == $"{printer} has stopped: {cause}", $"stopped by {cause}");
        await card.ShowAsync();
        await ShowsAsync(job, shown => shown.State == JobStates.Completed, $"prints by itself after {cause}");
    }

    /// <summary>Asleep, it takes a job as ever.</summary>
    private async Task StaysWellAsync(string printer, SnmpPrinter card)
    {
        await card.ShowAsync((Status, "integer 1"), (Display, "octet_str \"Sleep\""));
        await Eventually.TrueAsync(
            async () => await Site.Database.ScalarAsync<long>(
                $"select count(*) from monitor.health where resource = '{printer}' and detail ->> 'activity' = 'Sleeping'") == 1,
            () => $"{printer} is seen asleep");
        var job = (await Site.Agents[0].SubmitAsync(printer, "asleep", new byte[1000])).ShouldNotBeNull();
        await ShowsAsync(job, shown => shown.State == JobStates.Completed, "prints on a sleeper");
    }
}
