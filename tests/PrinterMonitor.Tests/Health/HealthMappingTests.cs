using TicketFlow.PrinterMonitor.Health;
using static TicketFlow.PrinterMonitor.Health.HealthCause;

namespace PrinterMonitor.Tests.Health;

public sealed class HealthMappingTests
{
    private const string ZeroOfUnknown = "M.43.11.1.1.8.1.1|2|-2;M.43.11.1.1.7.1.1|2|13;M.43.11.1.1.9.1.1|2|0";
    private static readonly string ZeroAndLow = "M.43.11.1.1.9.1.1|2|0" + Alert(4, 11, 1105);

    /// <summary>Changes to the idle mono laser, and what becomes of it.</summary>
    public static TheoryData<string, string, HealthStatus, PrinterActivity, HealthCause[]> Scenarios => new()
    {
        { "idle", "", HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "printing", State(2, 4, "00"), HealthStatus.Printing, PrinterActivity.Printing, [] },
        { "printing with low toner is still printing", State(3, 4, "20"), HealthStatus.Warning, PrinterActivity.Printing, [TonerLow] },
        { "warming up", State(2, 5, "00"), HealthStatus.Ready, PrinterActivity.WarmingUp, [] },
        { "power save", State(2, 1, "00") + ";M.43.16.5.1.2.1.1|4|Deep Sleep", HealthStatus.Ready, PrinterActivity.Sleeping, [] },
        { "display asleep while idle", "M.43.16.5.1.2.1.1|4|SLEEP", HealthStatus.Ready, PrinterActivity.Sleeping, [] },
        { "testing", State(4, 1, "00"), HealthStatus.Warning, PrinterActivity.Unknown, [Testing] },
        { "warning without a word", State(3, 3, "00"), HealthStatus.Warning, PrinterActivity.Idle, [Unspecified] },
        { "down without a word", State(5, 3, "00"), HealthStatus.Offline, PrinterActivity.Idle, [DeviceDown] },
        { "offline bit", State(5, 1, "02"), HealthStatus.Offline, PrinterActivity.Unknown, [Offline] },
        { "jam and door", State(5, 1, "0c"), HealthStatus.Offline, PrinterActivity.Unknown, [DoorOpen, PaperJam] },
        { "jam the device calls running", State(2, 4, "04"), HealthStatus.Warning, PrinterActivity.Printing, [PaperJam] },
        { "jam in warning with other", State(3, 1, "04"), HealthStatus.Offline, PrinterActivity.Unknown, [PaperJam] },
        { "tray missing in the second octet", State(2, 1, "0080"), HealthStatus.Offline, PrinterActivity.Unknown, [InputTrayMissing] },
        { "output full", State(5, 1, "0008"), HealthStatus.Offline, PrinterActivity.Unknown, [OutputFull] },
        { "a third octet and bit 15 mean nothing", State(2, 3, "0001ff"), HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "no octets at all", State(2, 3, ""), HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "maintenance", State(3, 3, "0002"), HealthStatus.Warning, PrinterActivity.Idle, [MaintenanceDue] },
        { "paper empty hides paper low", State(5, 1, "c0"), HealthStatus.Offline, PrinterActivity.Unknown, [PaperEmpty] },
        { "paper empty by alert", State(5, 1, "00") + Alert(3, 8, 808), HealthStatus.Offline, PrinterActivity.Unknown, [PaperEmpty] },
        { "one tray empty by alert", State(3, 3, "00") + Alert(4, 8, 808), HealthStatus.Warning, PrinterActivity.Idle, [InputTrayEmpty] },
        { "paper empty by the level alone", "M.43.8.2.1.10.1.1|2|0", HealthStatus.Warning, PrinterActivity.Idle, [PaperEmpty] },
        { "generic empty of the input group", Alert(3, 8, 13), HealthStatus.Warning, PrinterActivity.Idle, [PaperEmpty] },
        { "generic empty of the supplies group", Alert(3, 11, 13), HealthStatus.Warning, PrinterActivity.Idle, [TonerEmpty] },
        { "generic code of a group without meaning", Alert(3, 30, 13), HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "an alert without severity counts", ";M.43.18.1.1.7.1.9|2|8", HealthStatus.Warning, PrinterActivity.Idle, [PaperJam] },
        { "a pseudo alert does not", Alert(1, 5, 8) , HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "power up and cold fuser inform", Alert(4, 5, 503) + Alert(5, 10, 1001, 2), HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "waste nearly full only by alert", Alert(4, 11, 1107), HealthStatus.Warning, PrinterActivity.Idle, [WasteNearFull] },
        { "toner at the threshold", "M.43.11.1.1.9.1.1|2|10", HealthStatus.Warning, PrinterActivity.Idle, [TonerLow] },
        { "toner above it", "M.43.11.1.1.9.1.1|2|11", HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "toner at 0", "M.43.11.1.1.9.1.1|2|0", HealthStatus.Warning, PrinterActivity.Idle, [TonerEmpty] },
        { "toner at 0 and told almost empty", ZeroAndLow, HealthStatus.Warning, PrinterActivity.Idle, [TonerLow] },
        { "the same with the empty bit", ZeroAndLow + ";" + State(3, 3, "10"), HealthStatus.Warning, PrinterActivity.Idle, [TonerEmpty] },
        { "0 without a capacity is not empty", ZeroOfUnknown, HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "a receptacle's level raises nothing", "M.43.11.1.1.4.1.1|2|4;M.43.11.1.1.9.1.1|2|0", HealthStatus.Ready, PrinterActivity.Idle,
            [] },
        { "some left is not low", "M.43.11.1.1.9.1.1|2|-3", HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "drum at 5 %", "M.43.11.1.1.9.1.2|2|1500", HealthStatus.Warning, PrinterActivity.Idle, [DrumReplace] },
        { "drum at 6 %", "M.43.11.1.1.9.1.2|2|1800", HealthStatus.Ready, PrinterActivity.Idle, [] },
        { "status unknown", State(1, 2, "00"), HealthStatus.Unknown, PrinterActivity.Unknown, [] },
        { "no host resources", "-M.25", HealthStatus.Ready, PrinterActivity.Unknown, [] },
        { "no host and no printer", "-M.25;-M.43", HealthStatus.Unknown, PrinterActivity.Unknown, [] },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_mono_laser_is_what_its_objects_say(
        string scenario, string changes, HealthStatus status, PrinterActivity activity, HealthCause[] causes)
    {
        var health = InventedPrinters.MonoLaser.With(changes.Split(';', StringSplitOptions.RemoveEmptyEntries)).Health();
        health.Status.ShouldBe(status, scenario);
        health.Activity.ShouldBe(activity, scenario);
        health.Causes.ShouldBe(causes, scenario);
    }

    [Fact]
    public void An_idle_mono_laser_shows_all_it_has()
    {
        var profile = InventedPrinters.MonoLaser.Profile();
        profile.Identity.Model.ShouldBe("Halden L220");
        (profile.Identity.SerialNumber, profile.Identity.MacAddress).ShouldBe(("HL220-000123", "02005e10aabb"));
        var health = InventedPrinters.MonoLaser.Health();
        (health.PageCount, health.Counters[0].Unit, health.DisplayText).ShouldBe((12045, 7, "Ready"));
        health.Supplies.Select(s => (s.Index, s.Name, s.Colour, s.Percent, s.Kind)).ShouldBe(
        [
            ("1.1", "Toner cartridge T220", "black", 64, LevelKind.Percentage),
            ("1.2", "Drum D220", null, 70, LevelKind.Percentage),
        ]);
        health.Trays.Select(t => (t.Name, t.Level, t.Kind, t.FeedsByItself, t.Status)).ShouldBe(
            [("Tray 1", -3L, LevelKind.SomeLeft, true, 0L), ("Slot", 0L, LevelKind.Percentage, false, 19L)]);
        health.StateReasons.ShouldBe(["none"]);
    }

    [Fact]
    public void A_colour_laser_low_on_cyan_prints_with_a_warning_and_its_waste_box_raises_nothing()
    {
        var health = InventedPrinters.ColourLaserLowOnCyan.Health();
        (health.Status, health.Activity, health.PageCount).ShouldBe((HealthStatus.Warning, PrinterActivity.Printing, 881));
        health.Causes.ShouldBe([TonerLow]);
        health.StateReasons.ShouldBe(["toner-low-warning"]);
        health.Supplies.Select(s => (s.Colour, s.Percent, s.Kind)).ShouldBe(
        [
            ("Black", 50, LevelKind.Percentage), ("cyan", 7, LevelKind.Percentage), ("magenta", 50, LevelKind.Percentage),
            ("yellow", null, LevelKind.Unknown), (null, 0, LevelKind.Percentage),
        ]);
        health.Supplies[4].IsReceptacle.ShouldBeTrue();
        health.Supplies[4].Name.ShouldBe("Waste");
        health.Trays.Single().Name.ShouldBe("Cassette A");
        health.Alerts.Single().ShouldBe(new PrinterAlert(4, 11, 2, 1104, "Cyan toner low"));
    }

    [Fact]
    public void Low_hides_behind_empty_only_when_no_other_toner_is_low()
    {
        var empty = InventedPrinters.ColourLaserLowOnCyan.With("M.43.11.1.1.9.1.15|2|0", "M.25.3.5.1.2.3|4x|3000");
        empty.Health().Causes.ShouldBe([TonerLow, TonerEmpty]);
        empty.With("M.43.11.1.1.9.1.2|2|3000").Health().Causes.ShouldBe([TonerEmpty]);
    }

    [Fact]
    public void An_ink_printer_with_index_0_and_no_types_is_read_by_its_names()
    {
        var health = InventedPrinters.InkWithFullWasteBox.Health();
        (health.Status, health.Activity).ShouldBe((HealthStatus.Warning, PrinterActivity.Idle));
        health.Causes.ShouldBe([WasteFull]);
        health.Supplies.Select(s => (s.Index, s.Percent, s.IsReceptacle))
            .ShouldBe([("0.1", 55, false), ("0.2", 40, false), ("0.3", 1, true)]);
    }

    [Fact]
    public void A_label_printer_says_ready_and_no_more()
    {
        var health = InventedPrinters.LabelPrinter.Health();
        (health.Status, health.Activity).ShouldBe((HealthStatus.Ready, PrinterActivity.Idle));
        health.Supplies.ShouldBeEmpty();
        health.PageCount.ShouldBeNull();
    }

    [Fact]
    public void One_empty_tray_is_a_cause_only_when_the_device_warns_and_nothing_else_explains_it()
    {
        var two = InventedPrinters.MonoLaser.With(
            "M.43.8.2.1.2.1.2|2|4", "M.43.8.2.1.13.1.2|4|Tray 2", "M.43.8.2.1.10.1.2|2|0");
        two.Health().Status.ShouldBe(HealthStatus.Ready);
        two.With(State(3, 3, "00").Split(';')).Health().Causes.ShouldBe([InputTrayEmpty]);
        two.With(State(3, 3, "20").Split(';')).Health().Causes.ShouldBe([TonerLow]);
    }

    [Theory]
    [InlineData("Bypass Tray")]
    [InlineData("MP-Tray")]
    [InlineData("Multi-Purpose Feeder")]
    public void A_hand_tray_does_not_keep_the_paper_from_being_empty(string name)
    {
        var device = InventedPrinters.MonoLaser.With(
            "M.43.8.2.1.10.1.1|2|0", "M.43.8.2.1.2.1.2|2|4", "M.43.8.2.1.10.1.2|2|30", $"M.43.8.2.1.13.1.2|4|{name}");
        device.Health().Causes.ShouldBe([PaperEmpty]);
    }

    [Fact]
    public void Makers_quirks_come_from_data()
    {
        var someLeft = InventedPrinters.MonoLaser.With("M.43.11.1.1.9.1.1|2|-3");
        someLeft.With("M.1.2.0|6|1.3.6.1.4.1.641.2").Health().Causes.ShouldBe([TonerLow]);
        var display = InventedPrinters.MonoLaser.With("M.43.16.5.1.2.1.1|4|Toner Low: BK");
        display.Health().Causes.ShouldBeEmpty();
        display.With("M.25.3.2.1.3.1|4|Brother Q1").Health().Causes.ShouldBe([TonerLow]);
        var twice = InventedPrinters.ColourLaserLowOnCyan.With(
            "M.1.2.0|6|1.3.6.1.4.1.18334.1", "M.43.11.1.1.3.1.40|2|2",
            "M.43.11.1.1.5.1.40|2|21", "M.43.11.1.1.8.1.40|2|-2", "M.43.11.1.1.9.1.40|2|-2");
        twice.Health().Supplies.Where(s => s.IsRepetition).Select(s => s.Index).ShouldBe(["1.40"]);
    }

    [Fact]
    public void Silence_never_clears_a_fault_and_is_forgiven_once()
    {
        var jammed = InventedPrinters.MonoLaser.With(State(5, 1, "04").Split(';')).Health();
        Silence.After(jammed, 1).ShouldBeSameAs(jammed);
        var silent = Silence.After(jammed, 2);
        (silent.Status, silent.IsStale).ShouldBe((HealthStatus.Offline, true));
        silent.Causes.ShouldBe([PaperJam, Unreachable]);
        silent.Supplies.ShouldBe(jammed.Supplies);
        Silence.After(silent, 3).Causes.ShouldBe([PaperJam, Unreachable]);
        Silence.After(null, 2).Causes.ShouldBe([Unreachable]);
        Silence.After(null, 1).Status.ShouldBe(HealthStatus.Unknown);
    }

    private static string State(int device, int printer, string errors) =>
        $"M.25.3.2.1.5.1|2|{device};M.25.3.5.1.1.1|2|{printer};M.25.3.5.1.2.1|4x|{errors}";

    private static string Alert(int severity, int group, int code, int index = 1) =>
        $";M.43.18.1.1.2.1.{index}|2|{severity};M.43.18.1.1.4.1.{index}|2|{group};M.43.18.1.1.7.1.{index}|2|{code}";
}
