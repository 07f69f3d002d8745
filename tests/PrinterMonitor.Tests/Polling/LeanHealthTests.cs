using System.Text.Json;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Polling;

namespace PrinterMonitor.Tests.Polling;

/// <summary>What is kept of printers says what they said, and printers alike share its parts.</summary>
public sealed class LeanHealthTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly LeanHealth _lean = new();

    [Fact]
    public void What_is_kept_is_what_was_said()
    {
        _lean.Of(Health(64)).SaysTheSameAs(Health(64)).ShouldBeTrue();
        Json(_lean.Of(Health(64))).ShouldBe(Json(Health(64)));
        _lean.Of(PrinterHealth.NotSeen).SaysTheSameAs(PrinterHealth.NotSeen).ShouldBeTrue();
        Json(_lean.Of(Known("hall-1")).Body).ShouldBe(Json(Known("hall-1").Body));
        _lean.Of(KnownHealth.Nothing).ShouldBe(KnownHealth.Nothing);
    }

    [Fact]
    public void Equal_parts_of_two_printers_are_one_and_unequal_ones_are_not()
    {
        var (one, same, other) = (_lean.Of(Health(64)), _lean.Of(Health(64)), _lean.Of(Health(63)));
        same.Supplies[0].ShouldBeSameAs(one.Supplies[0]);
        same.Trays[0].ShouldBeSameAs(one.Trays[0]);
        other.Supplies[0].Percent.ShouldBe(63);
        other.Trays[0].ShouldBeSameAs(one.Trays[0]);
        _lean.Of(Known("hall-2")).Body!.Supplies![0].ShouldBeSameAs(_lean.Of(Known("hall-1")).Body!.Supplies![0]);
    }

    [Fact]
    public void Any_value_that_differs_is_seen()
    {
        var health = Health(64);
        PrinterHealth[] others =
        [
            Health(63), health with { Status = HealthStatus.Offline }, health with { Activity = PrinterActivity.Sleeping },
            health with { IsStale = true }, health with { DisplayText = "Ready." }, health with { Causes = [] },
            health with { Causes = [HealthCause.PaperJam] }, health with { Trays = [] }, health with { Alerts = [] },
            health with { Counters = [new PageCounter(7, 101)] },
        ];
        others.ShouldAllBe(other => !health.SaysTheSameAs(other));
    }

    private static PrinterHealth Health(int percent) => new()
    {
        Status = HealthStatus.Warning,
        Activity = PrinterActivity.Idle,
        Causes = [HealthCause.TonerLow],
        Supplies = [new SupplyHealth("1.1", "Black Toner", "black", 3, false, 19, percent, 100, LevelKind.Percentage, percent)],
        Trays = [new TrayHealth("1.1", "Tray 1", 200, 250, LevelKind.Percentage, true, 0)],
        Counters = [new PageCounter(7, 100)],
        Alerts = [new PrinterAlert(4, 11, 1, 1104, "Toner low")],
        DisplayText = "Ready",
    };

    private static KnownHealth Known(string resource) => new(
        3,
        new ResourceHealthChanged(
            ResourceHealthChanged.IdOf(resource, 3), resource, 3, Now, HealthStatuses.Warning, HealthStatuses.Ready, ["toner-low"],
            HealthSources.Snmp, HealthActivities.Idle, [new SupplyState(SupplyKinds.Toner, "black", LevelSteps.Low, 8, "Black Toner")],
            [new TrayState("Tray 1", LevelSteps.Plenty, 80)], "Ready", 1),
        Now);

    private static string Json<T>(T value) => JsonSerializer.Serialize(value);
}
