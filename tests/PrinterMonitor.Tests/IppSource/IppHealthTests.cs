using System.Text;
using TicketFlow.Ipp;
using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.IppSource;

namespace PrinterMonitor.Tests.IppSource;

/// <summary>What IPP printers say, in the vocabulary of the house.</summary>
public sealed class IppHealthTests
{
    [Theory]
    [InlineData(3, "none", "Ready", "")]
    [InlineData(4, "none", "Printing", "")]
    [InlineData(3, "media-low-report toner-low-report", "Warning", "PaperLow TonerLow")]
    [InlineData(3, "media-empty-warning", "Warning", "PaperEmpty")]
    [InlineData(3, "cover-open-report", "Warning", "DoorOpen")]
    [InlineData(4, "connecting-to-device-report", "Printing", "")]
    [InlineData(4, "marker-supply-low-warning", "Warning", "TonerLow")]
    [InlineData(5, "media-jam-error", "Offline", "PaperJam")]
    [InlineData(5, "media-jam", "Offline", "PaperJam")]
    [InlineData(5, "paused", "Offline", "Offline")]
    [InlineData(5, "none", "Offline", "DeviceDown")]
    [InlineData(5, "com.example-strange-error", "Offline", "DeviceDown")]
    [InlineData(3, "com.example-strange-error", "Ready", "")]
    [InlineData(3, "shutdown", "Offline", "DeviceDown")]
    [InlineData(null, "", "Unknown", "")]
    public void State_and_reasons_become_status_and_causes(int? state, string reasons, string status, string causes)
    {
        var health = Map(
            state is { } number ? IppAttribute.Enum("printer-state", number) : null,
            IppAttribute.Keyword("printer-state-reasons", reasons.Split(' ')));
        health.Status.ToString().ShouldBe(status);
        string.Join(' ', health.Causes).ShouldBe(causes);
    }

    [Fact]
    public void A_printer_that_takes_no_jobs_is_offline()
    {
        var health = Map(IppAttribute.Enum("printer-state", 3), IppAttribute.Boolean("printer-is-accepting-jobs", false));
        (health.Status, health.Causes.Single()).ShouldBe((HealthStatus.Offline, HealthCause.Offline));
    }

    [Fact]
    public void Markers_are_supplies_with_colours_and_special_levels()
    {
        var health = Map(
            IppAttribute.Enum("printer-state", 3),
            IppAttribute.NameOf("marker-names", "Black", "Cyan", "Waste", "Photo"),
            IppAttribute.Keyword("marker-types", "toner-cartridge", "toner", "waste-toner", "ink-cartridge"),
            IppAttribute.NameOf("marker-colors", "#000000", "#00FFFF", "none", "#123456"),
            IppAttribute.Integer("marker-levels", 7, -3, 2, -2));
        health.Supplies.Select(s => $"{s.Name} {s.Colour ?? "-"} {s.Type} {s.IsReceptacle} {s.Kind} {s.Percent}").ShouldBe(
        [
            "Black black 21 False Percentage 7", "Cyan cyan 3 False SomeLeft ", "Waste - 4 True Percentage 2", "Photo - 6 False Unknown ",
        ]);
        health.Causes.ShouldBe([HealthCause.TonerLow]);
        health.Status.ShouldBe(HealthStatus.Warning);
    }

    [Fact]
    public void Trays_have_levels_where_the_printer_tells_them_else_what_is_ready_is_loaded()
    {
        var told = Map(new IppAttribute(
            "printer-input-tray",
            Octets("type=sheetFeedAutoRemovableTray;maxcapacity=250;level=100;status=0;name=main;"),
            Octets("type=sheetFeedManual;maxcapacity=1;level=-2;status=0;name=hand"), Octets("garbage;;=;x")));
        told.Trays.Select(t => $"{t.Name} {t.Level}/{t.MaxCapacity} {t.Kind} {t.FeedsByItself}").ShouldBe(
            ["main 100/250 Percentage True", "hand -2/1 Unknown False", "3 / Unknown True"]);
        Map(IppAttribute.Keyword("media-ready", "iso_a4_210x297mm")).Trays.Select(t => $"{t.Name} {t.Kind}")
            .ShouldBe(["iso_a4_210x297mm SomeLeft"]);
    }

    [Fact]
    public void Who_it_is_stands_in_device_id_and_uuid()
    {
        var identity = IppHealth.IdentityOf(new IppGroup(
            IppTag.PrinterGroup,
            [
                IppAttribute.Text("printer-make-and-model", "Eve One 3000"),
                IppAttribute.Text("printer-device-id", "MFG:Eve;MDL:One;SN:X123;"),
                IppAttribute.Uri("printer-uuid", "urn:uuid:564e4333-4230-1431-8534-001122334455"),
                IppAttribute.NameOf("printer-dns-sd-name", "eve-one"),
            ]));
        (identity.Model, identity.Vendor, identity.SerialNumber, identity.MacAddress, identity.SystemName)
            .ShouldBe(("Eve One 3000", "Eve", "X123", "001122334455", "eve-one"));
    }

    [Fact]
    public void Attributes_of_any_wrong_type_do_no_harm()
    {
        var wrong = new IppValue[] { new IppOutOfBand(IppTag.NoValue), new IppBoolean(true), new IppInteger(IppTag.Integer, -7),
            new IppRange(1, 2) };
        foreach (var value in wrong)
        {
            var health = IppHealth.Map(new IppGroup(
                IppTag.PrinterGroup, [.. IppAttributesRead.Wanted.Select(name => new IppAttribute(name, value, value))]));
            health.Status.ShouldBeOneOf(HealthStatus.Unknown, HealthStatus.Offline, HealthStatus.Warning);
        }
    }

    private static PrinterHealth Map(params IppAttribute?[] attributes) =>
        IppHealth.Map(new IppGroup(IppTag.PrinterGroup, [.. attributes.OfType<IppAttribute>()]));

    private static IppBytes Octets(string text) => new(IppTag.OctetString, Encoding.ASCII.GetBytes(text));
}
