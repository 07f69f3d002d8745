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

    /// <summary>
    /// Three printers side by side. The second one's card answers version 1 only and the third's encrypted version 3 only, so that nothing
    /// else can have been used.
    /// </summary>
    [Fact]
    public Task A_printer_stops_users_are_asked_support_is_mailed_it_recovers_and_the_job_prints_by_itself_in_every_version_of_snmp() =>
        OnSystemAsync(
            monitors: 1,
            async () =>
            {
                await using var old = new SnmpPrinter { Answers = SnmpAnswers.OnlyVersion1 };
                await using var encrypted = new SnmpPrinter { Answers = SnmpAnswers.OnlyEncrypted };
                await Task.WhenAll(old.ShowAsync(), encrypted.ShowAsync());
                await Task.WhenAll(
                    StoryAsync(Site.PrinterNames[0], Card, "--version-of-snmp", "2c"),
                    StoryAsync(Site.PrinterNames[1], old, "--version-of-snmp", "1"),
                    StoryAsync(Site.PrinterNames[2], encrypted, "--version-of-snmp", "3", "--credential", Credential));
                await ChecksAsync(Site.PrinterNames[2], encrypted);
            },
            options => options with { Printers = 3 });

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

    /// <summary>Each fault and its end, one after the other; then it goes dark and comes back; then it sleeps.</summary>
    private async Task StoryAsync(string printer, SnmpPrinter card, params string[] how)
    {
        await MonitorAsync(printer, card, how);
        await HasHealthAsync("ok", printer);
        foreach (var (cause, changes) in Faults)
        {
            await card.ShowAsync(changes);
            await IsAskedAndGoesOnAsync(printer, cause, () => card.ShowAsync());
        }

        await card.SwitchOffAsync();
        await IsAskedAndGoesOnAsync(printer, "timed-out", () => card.ShowAsync());
        await StaysWellAsync(printer, card);
        (await EventsAsync(printer, "resource_health_reported")).Where(type => type is "resource_stopped" or "resource_works")
            .ShouldBe(Faults.Append(default).SelectMany(_ => new[] { "resource_stopped", "resource_works" }));
    }

    /// <summary><c>ticketflow-ops check</c>: of a printer that answers, of one that does not, and without a monitor.</summary>
    private async Task ChecksAsync(string printer, SnmpPrinter card)
    {
        (await OperatorAsync("check", printer)).ShouldStartWith($"{printer}: ready (answered; ");
        (await OperatorAsync("printers")).ShouldContain("monitor monitor-1, for ");
        await card.ShowAsync(Faults[3].Changes);
        using (var answer = JsonDocument.Parse(await OperatorAsync("check", printer, "--json")))
        {
            answer.RootElement.GetProperty("status").GetString().ShouldBe("stopped");
            answer.RootElement.GetProperty("causes")[0].GetString().ShouldBe("door-open");
        }

        await card.SwitchOffAsync();
        var (exitCode, output) = await CommandLine.TryOperatorAsync(Site, "check", printer);
        exitCode.ShouldBe(1, output);
        output.ShouldStartWith($"{printer}: no answer. Last known: stopped: door-open");
        (exitCode, output) = await CommandLine.TryOperatorAsync(Site, "check", "nowhere");
        (exitCode, output).ShouldBe((3, "ticketflow-ops: There is no printer 'nowhere'. 'ticketflow-ops printers' shows them.\n"));
        await Site.Monitors[0].StopAsync();
        (await OperatorAsync("printers")).ShouldContain("No printer monitor runs");
        (exitCode, output) = await CommandLine.TryOperatorAsync(Site, "check", printer, "--wait", "1");
        (exitCode, output).ShouldBe((4, "ticketflow-ops: No printer monitor answered within 1 s. Does one run? See docs/monitor.md.\n"));
    }

    private Task<string> MonitorAsync(string printer, SnmpPrinter card, params string[] more) =>
        OperatorAsync(["printer", "monitor", printer, "--host", "127.0.0.1", "--port", card.Port.ToString(), .. more]);

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
