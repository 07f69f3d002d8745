using TicketFlow.Contracts.Health;
using TicketFlow.Ops.Fleet;

namespace PrinterMonitor.Tests.OpsCommands;

/// <summary>The fleet as operators see it.</summary>
public sealed class FleetViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly FleetRow[] Fleet =
    [
        Row("hall-1", "ready", [], 80, waiting: 0, seen: 10),
        Row("hall-2", "stopped", ["media-empty"], 5, waiting: 7, seen: 3),
        Row("attic", "warning", ["toner-low"], 9, waiting: 1, seen: 4000),
        Row("cellar", "unknown", [], null, waiting: 0, seen: null),
    ];

    [Theory]
    [InlineData("name", "attic cellar hall-1 hall-2")]
    [InlineData("state", "hall-2 attic cellar hall-1")]
    [InlineData("queue", "hall-2 attic cellar hall-1")]
    [InlineData("seen", "cellar attic hall-1 hall-2")]
    [InlineData("toner", "hall-2 attic hall-1 cellar")]
    public void Printers_are_sorted(string sort, string names) =>
        Names(new FleetView([], [], [], null, sort, int.MaxValue)).ShouldBe(names);

    [Fact]
    public void Printers_are_chosen_by_name_state_cause_location_and_number()
    {
        Names(new FleetView(["HALL-*"], [], [], null, "name", 9)).ShouldBe("hall-1 hall-2");
        Names(new FleetView([], ["warning", "stopped"], [], null, "name", 9)).ShouldBe("attic hall-2");
        Names(new FleetView([], [], ["toner-*"], null, "name", 9)).ShouldBe("attic");
        Names(new FleetView([], [], [], "berlin*", "name", 9)).ShouldBe("attic cellar hall-1 hall-2");
        Names(new FleetView([], [], [], "Bonn*", "name", 9)).ShouldBe("");
        Names(new FleetView([], [], [], null, "name", 1)).ShouldBe("attic");
    }

    [Fact]
    public void A_line_has_state_queue_bars_trays_and_causes()
    {
        var lines = FleetTable.Write([Fleet[1]], Now).Split('\n');
        lines[0].ShouldBe("printer  state    queue  seen  toner                    trays                causes       location");
        lines[2].ShouldBe("hall-2   stopped  7      3 s   K █░░░░ 5%  C some  M ?  Tray 1 80%, MP some  media-empty  Berlin");
    }

    [Theory]
    [InlineData(null, "never")]
    [InlineData(-5, "0 s")]
    [InlineData(99, "99 s")]
    [InlineData(600, "10 min")]
    [InlineData(36000, "10 h")]
    [InlineData(360000, "4 d")]
    public void Times_ago_are_short(int? seconds, string text) =>
        FleetTable.Ago(seconds is { } s ? Now.AddSeconds(-s) : null, Now).ShouldBe(text);

    [Fact]
    public void What_a_device_calls_itself_cannot_move_the_cursor() =>
        FleetTable.Write([Fleet[0] with { Location = "a\u001b[2Jb\nc" }], Now).ShouldContain("a [2Jb c");

    private static FleetRow Row(string name, string state, string[] causes, int? toner, long waiting, int? seen) => new(
        name, state, [], causes,
        [
            new SupplyState(SupplyKinds.Toner, "black", toner is null ? LevelSteps.Unknown : LevelSteps.Low, toner, null),
            new SupplyState(SupplyKinds.Toner, "cyan", LevelSteps.Some, null, null),
            new SupplyState(SupplyKinds.Toner, "magenta", LevelSteps.Unknown, null, null),
            new SupplyState(SupplyKinds.Drum, null, LevelSteps.Plenty, 70, null),
        ],
        [new TrayState("Tray 1", LevelSteps.Plenty, 80), new TrayState("MP", LevelSteps.Some, null)],
        seen is { } s ? Now.AddSeconds(-s) : null, waiting, 0, "Berlin", null, null);

    private static string Names(FleetView view) => string.Join(' ', view.Of(Fleet).Select(r => r.Name));
}
