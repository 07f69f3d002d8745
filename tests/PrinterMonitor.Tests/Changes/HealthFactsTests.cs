using PrinterMonitor.Tests.Health;
using PrinterMonitor.Tests.Host;
using TicketFlow.Contracts.Health;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Health;

namespace PrinterMonitor.Tests.Changes;

public sealed class HealthFactsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly FleetTarget Hall = new(
        "hall", "printer", "192.0.2.7:9100", "raw", null, new HealthAddress(Protocols.Snmp, "192.0.2.7", 161));

    [Fact]
    public void The_same_again_is_no_news()
    {
        var known = After(InventedPrinters.MonoLaser);
        ChangeOf(known, InventedPrinters.MonoLaser).ShouldBeNull();
        ChangeOf(known, InventedPrinters.MonoLaser.With("M.43.10.2.1.4.1.1|65|12046", "M.43.16.5.1.2.1.1|4|Printing", "M.25.3.5.1.1.1|2|4"))
            .ShouldBeNull("a page more, another display and being at work are no change of health");
    }

    [Fact]
    public void A_fault_is_news_with_the_next_number()
    {
        var change = ChangeOf(After(InventedPrinters.MonoLaser), Scenarios.Jam).ShouldNotBeNull();
        (change.Version, change.Status, change.Was, change.Text)
            .ShouldBe((2, HealthStatuses.Stopped, HealthStatuses.Ready, "Jam in tray 1"));
        change.Causes.ShouldBe(["media-jam"]);
    }

    [Theory]
    [InlineData(64, 60, false)]
    [InlineData(51, 50, true)]
    [InlineData(50, 52, false)]
    [InlineData(50, 53, false)]
    [InlineData(50, 54, true)]
    [InlineData(12, 10, true)]
    [InlineData(2, 0, true)]
    [InlineData(3, 100, true)]
    public void Toner_is_news_only_by_steps_and_up_only_by_a_refill(int before, int after, bool isNews) =>
        (ChangeOf(After(WithToner(before)), WithToner(after)) is not null).ShouldBe(isNews);

    [Fact]
    public void A_reading_older_than_what_is_known_is_dropped_unless_the_clock_was_turned_back()
    {
        var known = After(InventedPrinters.MonoLaser);
        Change(known, Scenarios.Jam.Health(), Now.AddSeconds(-1)).ShouldBeNull();
        Change(known, Scenarios.Jam.Health(), Now.AddHours(-1)).ShouldNotBeNull();
    }

    [Fact]
    public void Texts_of_devices_are_bounded_and_have_no_control_characters()
    {
        var health = InventedPrinters.MonoLaser.Health() with { DisplayText = "a\0\u0007\n" + new string('x', 5000) };
        var text = Change(KnownHealth.Nothing, health, Now)!.Text!;
        text.Length.ShouldBe(200);
        text.ShouldStartWith("ax");
    }

    [Fact]
    public void A_waste_box_has_no_percentage_to_tell()
    {
        var change = Change(KnownHealth.Nothing, InventedPrinters.ColourLaserLowOnCyan.Health(), Now)!;
        change.Supplies!.Where(s => s.Kind == SupplyKinds.Waste).ShouldAllBe(s => s.Percent == null);
        change.Supplies!.ShouldContain(s => s.Kind == SupplyKinds.Toner && s.Step == LevelSteps.Low && s.Percent == 7);
    }

    private static DeviceData WithToner(int percent) => InventedPrinters.MonoLaser.With($"M.43.11.1.1.9.1.1|2|{percent}");

    private static KnownHealth After(DeviceData device)
    {
        var change = Change(KnownHealth.Nothing, device.Health(), Now)!;
        return new KnownHealth(change.Version, change, change.At);
    }

    private static ResourceHealthChanged? ChangeOf(KnownHealth known, DeviceData device) =>
        Change(known, device.Health(), Now.AddMinutes(1));

    private static ResourceHealthChanged? Change(KnownHealth known, PrinterHealth health, DateTimeOffset at) =>
        HealthFacts.ChangeOf(known, new Observation(Hall, health, HealthSources.Snmp, at));
}
