using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Snmp;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Host;

/// <summary>The whole monitor against real agents: what it sees reaches the ticket servers' queue.</summary>
public sealed class MonitorTests(MonitorHarness monitor) : IClassFixture<MonitorHarness>, IAsyncLifetime
{
    private readonly SnmpManager _manager = new(TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _manager.DisposeAsync();

    [Fact]
    public async Task Each_change_of_health_is_told_once_over_every_version_of_snmp()
    {
        monitor.WriteCredentials("""
            { "printers-v3": { "user": "reader", "auth": "Sha256", "authPassword": "password-of-reader", "priv": "Aes128", "privPassword": "privacy-of-reader" } }
            """);
        var host = await monitor.StartAsync();
        foreach (var (version, credential) in new[] { ("1", null), ("2c", null), ("3", "printers-v3") })
        {
            await using var agent = await ServeAsync(InventedPrinters.MonoLaser);
            var name = "every-" + version;
            await monitor.AddPrinterAsync(name, NetSnmpAgentAddress.Of(agent), version, credential);
            var first = await monitor.Inbox.BecomesAsync(name, HealthStatuses.Ready);
            first.Supplies!.ShouldContain(new SupplyState(SupplyKinds.Toner, "black", LevelSteps.Plenty, 64, "Toner cartridge T220"));
            first.Trays!.Select(t => (t.Name, t.Step)).ShouldBe([("Tray 1", LevelSteps.Some), ("Slot", LevelSteps.Empty)]);

            await agent.RestartAsync(_manager, Lines(Scenarios.Jam));
            await monitor.Inbox.BecomesAsync(name, HealthStatuses.Stopped, "media-jam");
            await agent.RestartAsync(_manager, Lines(InventedPrinters.MonoLaser));
            await monitor.Inbox.BecomesAsync(name, HealthStatuses.Ready);

            // A card that takes long to start again is silent for a while, and that is told too.
            var told = monitor.Inbox.Changes.Where(c => c.Resource == name).ToList();
            told.Select(c => (c.Version, c.Id)).ShouldBe(told.Select((_, i) => (i + 1L, ResourceHealthChanged.IdOf(name, i + 1))));
            told.Skip(1).Select(c => c.Was).ShouldBe(told.SkipLast(1).Select(c => c.Status));
            told.Where(c => c.Stale is null).Select(c => string.Join(' ', [c.Status, .. c.Causes]))
                .ShouldBe([HealthStatuses.Ready, HealthStatuses.Stopped + " media-jam", HealthStatuses.Ready]);
        }

        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task Silence_is_no_news_at_first_then_a_stop_that_keeps_what_was_known_and_ends_with_the_first_answer()
    {
        var host = await monitor.StartAsync();
        await using var agent = await ServeAsync(InventedPrinters.MonoLaser.With("M.43.11.1.1.9.1.1|2|7"));
        await monitor.AddPrinterAsync("silent", NetSnmpAgentAddress.Of(agent));
        await monitor.Inbox.BecomesAsync("silent", HealthStatuses.Warning, "toner-low");

        await agent.StopAsync();
        var gone = await monitor.Inbox.BecomesAsync("silent", HealthStatuses.Stopped, "toner-low", "timed-out");
        gone.Stale.ShouldBe(1);
        gone.Supplies!.ShouldContain(s => s.Step == LevelSteps.Low);

        await agent.RestartAsync(_manager, Lines(InventedPrinters.MonoLaser.With("M.43.11.1.1.9.1.1|2|7")));
        await monitor.Inbox.BecomesAsync("silent", HealthStatuses.Warning, "toner-low");
        monitor.Inbox.Changes.Count(c => c.Resource == "silent").ShouldBe(3);
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task A_printer_that_never_answered_or_that_nobody_asks_is_never_told_of_and_a_check_of_it_says_that_nothing_is_known()
    {
        var host = await monitor.StartAsync();
        await monitor.AddPrinterAsync("never", new NetSnmpAgentAddress("127.0.0.1", 9));
        await monitor.AddPrinterAsync("unasked", null);
        await Eventually.TrueAsync(
            () => monitor.Database.ColumnAsync("select problem from monitor.health where resource = 'never'").Result
                .Any(problem => problem.Length > 0),
            () => "its silence is noted");
        foreach (var name in new[] { "never", "unasked", "nowhere" })
        {
            await monitor.Inbox.AskAsync(name, "connection-refused");
            await Eventually.TrueAsync(() => monitor.Inbox.Answers.Any(a => a.Resource == name), () => "an answer for " + name);
            var answer = monitor.Inbox.Answers.First(a => a.Resource == name);
            (answer.Status, answer.Answered, answer.Version).ShouldBe((HealthStatuses.Unknown, 0, 0));
            answer.Text.ShouldNotBeNullOrEmpty();
        }

        monitor.Inbox.Changes.ShouldNotContain(c => c.Resource == "never" || c.Resource == "unasked");
        await monitor.StopAsync(host);
    }

    [Fact]
    public async Task A_wrong_password_is_a_problem_to_show_and_no_silence()
    {
        monitor.WriteCredentials("""
            {
              "good": { "user": "reader", "auth": "Sha256", "authPassword": "password-of-reader", "priv": "Aes128", "privPassword": "privacy-of-reader" },
              "bad": { "user": "reader", "auth": "Sha256", "authPassword": "another-password", "priv": "Aes128", "privPassword": "privacy-of-reader" }
            }
            """);
        var host = await monitor.StartAsync();
        await using var agent = await ServeAsync(InventedPrinters.MonoLaser);
        await monitor.AddPrinterAsync("locked", NetSnmpAgentAddress.Of(agent), "3", "good");
        await monitor.Inbox.BecomesAsync("locked", HealthStatuses.Ready);
        await monitor.AppendAsync(
            "locked", new MonitoringChosen("locked", Protocols.Snmp, "127.0.0.1", agent.Address.Port, "3", "bad"));
        await Eventually.TrueAsync(
            () => monitor.Database.ColumnAsync("select coalesce(problem, '') from monitor.health where resource = 'locked'").Result
                .Any(problem => problem.Contains("password", StringComparison.Ordinal)),
            () => "the problem is noted");
        monitor.Inbox.Changes.Count(c => c.Resource == "locked").ShouldBe(1);
        (await monitor.Database.ColumnAsync("select data::text from ticketflow.mt_events"))
            .ShouldNotContain(e => e.Contains("password-of", StringComparison.Ordinal));
        await monitor.StopAsync(host);
    }

    private Task<NetSnmpAgent> ServeAsync(DeviceData device) => NetSnmpAgent.StartAsync(_manager, Lines(device));

    private static string[] Lines(DeviceData device) => Scenarios.Lines(device);
}
