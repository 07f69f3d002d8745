using Microsoft.Extensions.DependencyInjection;
using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Host;
using PrinterMonitor.Tests.Snmp;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Network;

/// <summary>
/// The whole monitor over a line that is slow, loses, doubles and holds back: no news of it, and the device's own news once.
/// </summary>
public sealed class BadLineTests(MonitorHarness monitor) : IClassFixture<MonitorHarness>
{
    private static readonly TimeSpan Repeat = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("1", null)]
    [InlineData("2c", null)]
    [InlineData("3", "printers-v3")]
    public async Task What_a_line_does_is_no_news_and_what_the_printer_says_is_told_once(string version, string? credential)
    {
        monitor.Settings["Monitor:Snmp:Timeout"] = Repeat.ToString();
        monitor.WriteCredentials("""
            { "printers-v3": { "user": "reader", "auth": "Sha256", "authPassword": "password-of-reader", "priv": "Aes128", "privPassword": "privacy-of-reader" } }
            """);
        await using var manager = new SnmpManager(TimeProvider.System);
        await using var agent = await NetSnmpAgent.StartAsync(manager, Scenarios.Lines(InventedPrinters.MonoLaser));
        await using var line = new BadLine(agent.Address, Repeat * 1.5);
        var host = await monitor.StartAsync();
        var (name, poller) = ("line-" + version, host.Services.GetRequiredService<Poller>());
        await monitor.AddPrinterAsync(name, line.Address, version, credential);
        await monitor.Inbox.BecomesAsync(name, HealthStatuses.Ready);

        foreach (var fault in new[] { Line.Slow, Line.Losing, Line.Doubling })
        {
            await line.BecomeAsync(fault);
            await AnswersAsync(poller, name, $"over a {fault} line");
            await AnswersAsync(poller, name, $"over a {fault} line again");
        }

        await line.BecomeAsync(Line.Holding);
        await Eventually.TrueAsync(() => poller.Find(name)!.Misses == 1, () => "a poll is given up");
        await line.BecomeAsync(Line.Good);
        await AnswersAsync(poller, name, "when answers to an older poll came with those to this one");
        monitor.Inbox.Changes.Where(c => c.Resource == name).ShouldHaveSingleItem();

        await line.BecomeAsync(Line.Doubling);
        await agent.RestartAsync(manager, Scenarios.Lines(Scenarios.Jam));
        await monitor.Inbox.BecomesAsync(name, HealthStatuses.Stopped, "media-jam");
        await agent.RestartAsync(manager, Scenarios.Lines(InventedPrinters.MonoLaser));
        (await monitor.Inbox.BecomesAsync(name, HealthStatuses.Ready)).Version.ShouldBe(3);
        await monitor.StopAsync(host);
    }

    private static Task AnswersAsync(Poller poller, string name, string what)
    {
        var since = TimeProvider.System.GetUtcNow();
        return Eventually.TrueAsync(() => poller.Find(name) is { } slot && slot.NotedAt > since, () => $"{name} answers {what}");
    }
}
