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
            await OperatorAsync("printer", "monitor", Printer, "--host", "127.0.0.1", "--port", Card.Port.ToString());
            await HasHealthAsync("ok", Printer);
            foreach (var (cause, changes) in Faults)
            {
                await Card.ShowAsync(changes);
                await HasHealthAsync("stopped", Printer);
                var job = (await Site.Agents[0].SubmitAsync(Printer, cause, new byte[1000])).ShouldNotBeNull();
                await ShowsAsync(job, shown => shown.Question is { Answered: false }, $"is asked after {cause}");
                await MailedAsync(m => m.Header("Subject") == $"{Printer} has stopped: {cause}", $"stopped by {cause}");
                await Card.ShowAsync();
                await ShowsAsync(job, shown => shown.State == JobStates.Completed, $"prints by itself after {cause}");
            }

            await StaysWellAsync();
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
                (await EventsAsync(name, "")).ShouldBe(
                [
                    "resource_registered", "monitoring_chosen", "resource_health_reported",
                    "resource_health_reported", "resource_stopped", "resource_health_reported", "resource_works",
                ]);
            }
        });

    /// <summary>Asleep, it takes a job as ever; and a card that is away for a moment is no stopped printer.</summary>
    private async Task StaysWellAsync()
    {
        await Card.ShowAsync((Status, "integer 1"), (Display, "octet_str \"Sleep\""));
        await Eventually.TrueAsync(
            async () => await Site.Database.ScalarAsync<long>(
                $"select count(*) from monitor.health where resource = '{Printer}' and detail ->> 'activity' = 'Sleeping'") == 1,
            TimeSpan.FromSeconds(60),
            () => "it is seen asleep");
        var job = (await Site.Agents[0].SubmitAsync(Printer, "asleep", new byte[1000])).ShouldNotBeNull();
        await ShowsAsync(job, shown => shown.State == JobStates.Completed, "prints on a sleeper");
    }
}
