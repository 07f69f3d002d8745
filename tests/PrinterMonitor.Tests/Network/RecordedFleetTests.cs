using Microsoft.Extensions.DependencyInjection;
using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Host;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Polling;

namespace PrinterMonitor.Tests.Network;

/// <summary>
/// The whole monitor on all recorded printers, over a network and cards that misbehave: nobody is told of a stop that is none. With the
/// product's own patience (packets 2 s apart, three of them); only the polls are closer together.
/// </summary>
public sealed class RecordedFleetTests
{
    // Longer than the 5 s after which a card falls asleep in the middle of the scenario.
    private const string Pace = "00:00:06";

    private static readonly string[] Slow = ["!delay 0.05"];
    private static readonly string[] Asleep = ["!delay-first 3"];
    private static readonly string[] Frozen = ["!freeze"];
    private static readonly string[] Silent = ["!silent"];

    public static TheoryData<string> Cases => [Recordings.AreThere ? "all recordings" : Recordings.Absent];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Slow_sleeping_frozen_and_silent_cards_are_no_stopped_printers_unless_they_stay_away(string name)
    {
        if (Recordings.IsAbsence(name))
        {
            return;
        }

        var monitor = new MonitorHarness();
        await monitor.InitializeAsync();
        try
        {
            await using var fleet = await RecordedFleet.StartAsync();
            await RunAsync(monitor, fleet);
        }
        finally
        {
            await monitor.DisposeAsync();
        }
    }

    private static async Task RunAsync(MonitorHarness monitor, RecordedFleet fleet)
    {
        foreach (var pace in new[] { "Idle", "Busy", "Faulty", "Sleeping" })
        {
            monitor.Settings["Monitor:Polling:" + pace] = Pace;
        }

        foreach (var own in new[] { "Monitor:Snmp:Timeout", "Monitor:Polling:Silent" })
        {
            monitor.Settings.Remove(own);
        }

        var host = await monitor.StartAsync();
        foreach (var (printer, address) in fleet.Printers)
        {
            await monitor.AddPrinterAsync(printer, address);
        }

        var poller = host.Services.GetRequiredService<Poller>();
        await Task.WhenAll(fleet.Printers.Keys.Select(printer => SufferAsync(monitor, fleet, poller, printer)));
        await monitor.StopAsync(host);
    }

    private static async Task SufferAsync(MonitorHarness monitor, RecordedFleet fleet, Poller poller, string printer)
    {
        var first = await monitor.Inbox.BecomesAsync(printer, _ => true, "is told of");
        (first.Status == HealthStatuses.Stopped).ShouldBe(RecordedExpectations.IsOffline(printer), printer);
        foreach (var scenario in (string[][])[Slow, Asleep])
        {
            fleet.Behave(printer, scenario);
            await AnswersAsync(poller, printer, times: 2, string.Join(' ', scenario));
        }

        foreach (var scenario in (string[][])[Frozen, Silent])
        {
            fleet.Behave(printer, scenario);
            await Eventually.TrueAsync(() => poller.Find(printer)!.Misses == 1, () => $"{printer} misses a poll: {scenario[0]}");
            fleet.Behave(printer);
            await AnswersAsync(poller, printer, times: 1, "after " + scenario[0]);
        }

        monitor.Inbox.Changes.Where(c => c.Resource == printer).ShouldHaveSingleItem();
        fleet.Behave(printer, Silent);
        await monitor.Inbox.BecomesAsync(printer, HealthStatuses.Stopped, [.. first.Causes, "timed-out"]);
        fleet.Behave(printer);
        await monitor.Inbox.BecomesAsync(printer, first.Status, [.. first.Causes]);
        monitor.Inbox.Changes.Count(c => c.Resource == printer).ShouldBe(3, printer);
    }

    /// <summary>That many polls, begun after now, are answered.</summary>
    private static async Task AnswersAsync(Poller poller, string printer, int times, string what)
    {
        for (var time = 0; time < times; time++)
        {
            var since = TimeProvider.System.GetUtcNow();
            await Eventually.TrueAsync(() => poller.Find(printer)!.NotedAt > since, () => $"{printer} answers: {what}");
        }
    }
}
