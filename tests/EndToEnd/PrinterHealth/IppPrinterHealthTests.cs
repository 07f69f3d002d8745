using System.Text.Json;
using EndToEnd.Tests.MainPath;
using TicketFlow.SystemUnderTest;
using TicketFlow.Testing.Printers;

namespace EndToEnd.Tests.PrinterHealth;

/// <summary>The same story of a printer that has no SNMP: a real IPP Everywhere printer that says itself what is wrong with it.</summary>
public sealed class IppPrinterHealthTests : HealthScene
{
    private const string Name = "eve";
    private const string Trouble = "media-jam,paused";

    [Fact]
    public async Task An_ipp_printer_stops_users_are_asked_support_is_mailed_it_recovers_and_the_job_prints_by_itself()
    {
        await using var eve = await EvePrinter.StartAsync(EvePrinter.Obedient);
        await OnSystemAsync(
            monitors: 1,
            async () =>
            {
                await OperatorAsync(
                    "printer", "monitor", Name, "--protocol", "ipp", "--host", "localhost", "--port", eve.Port.ToString());
                await HasHealthAsync("ok", Name);
                await eve.SayAsync($"STATE: +{Trouble}");
                await HasHealthAsync("stopped", Name);
                await CheckSaysAsync("stopped", "media-jam");
                await IsAskedAndGoesOnAsync(Name, "media-jam, offline", () => eve.SayAsync($"STATE: -{Trouble}"));
                eve.Documents.ShouldContain(document => document.SequenceEqual(Document));
                (await EventsAsync(Name, "resource_health_reported")).Where(type => type is "resource_stopped" or "resource_works")
                    .ShouldBe(["resource_stopped", "resource_works"]);
                (await Site.Database.ColumnAsync(
                    $"select distinct data ->> 'source' from ticketflow.mt_events where stream_id = 'resource-{Name}' and type = 'resource_health_reported'"))
                    .ShouldBe(["ipp"]);
                await HangsAndGoesOnAsync(eve);
            },
            options => options with { FurtherPrinters = [new FurtherPrinter(Name, eve.Address, "ipp")] });
    }

    private Task CheckSaysAsync(string status, string cause) => Eventually.TrueAsync(
        async () =>
        {
            // A check has less than a second: a busy computer may need another one.
            var (exitCode, output) = await CommandLine.TryOperatorAsync(Site, "check", Name, "--json");
            using var answer = exitCode == 0 ? JsonDocument.Parse(output) : null;
            return answer?.RootElement is { } said && said.GetProperty("status").GetString() == status
                && said.GetProperty("causes").EnumerateArray().Any(c => c.GetString() == cause);
        },
        () => $"the check says {status}: {cause}");

    private async Task HangsAndGoesOnAsync(EvePrinter eve)
    {
        await eve.SignalAsync("STOP");
        var (exitCode, output) = await CommandLine.TryOperatorAsync(Site, "check", Name);
        (exitCode, output.Split('.')[0]).ShouldBe((1, $"{Name}: no answer"));
        await HasHealthAsync("stopped", Name);
        await eve.SignalAsync("CONT");
        await HasHealthAsync("ok", Name);
    }
}
