using TicketFlow.Agent.Desktop.Cups;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>What CUPS says of a queue's options, and what of it somebody has set.</summary>
public sealed class QueueOptionsTests
{
    private const string Lines = """
        PageSize/Media Size: A4 *Letter Custom.WIDTHxHEIGHT
        Duplex/2-Sided Printing: *None DuplexNoTumble DuplexTumble
        lpoptions: something else
        OutputBin/Output Bin: Face Down
        """;

    [Fact]
    public void Choices_and_settings_are_read_line_by_line()
    {
        var queue = QueueOptions.Read(Lines);
        queue.AreThere.ShouldBeTrue();
        queue.Choices["Duplex"].ShouldBe(["None", "DuplexNoTumble", "DuplexTumble"]);
        queue.Defaults.ShouldBe(new Dictionary<string, string> { ["PageSize"] = "Letter", ["Duplex"] = "None" }, ignoreOrder: true);
        QueueOptions.Read("lpoptions: Unable to get PPD file for office: Not Found").AreThere.ShouldBeFalse();
    }

    [Fact]
    public void Only_what_is_other_than_at_first_was_set_by_somebody()
    {
        var queue = QueueOptions.Read(Lines);
        var made = new Dictionary<string, string> { ["PageSize"] = "A4", ["Duplex"] = "None" };
        queue.SetSince(made).ShouldBe(new Dictionary<string, string> { ["PageSize"] = "Letter" });
        queue.SetSince(null).Count.ShouldBe(2, "of an older agent's queue nobody knows, so all is kept");
    }

    [Fact]
    public void What_the_queue_can_no_longer_have_is_not_set_again()
    {
        var queue = QueueOptions.Read(Lines);
        var owed = new Dictionary<string, string>
        {
            ["PageSize"] = "A4",
            ["Duplex"] = "None",
            ["InputSlot"] = "Tray9",
            ["OutputBin"] = "Stacker",
        };
        queue.Missing(owed).ShouldBe(new Dictionary<string, string> { ["PageSize"] = "A4" });
    }

    [Fact]
    public void Another_setting_is_no_other_queue() =>
        QueueOptions.Read(Lines.Replace("*None Duplex", "None *Duplex", StringComparison.Ordinal))
            .HasChoicesOf(QueueOptions.Read(Lines)).ShouldBeTrue();

    [Fact]
    public void Paper_that_is_put_in_makes_no_new_queue_and_a_new_tray_does()
    {
        var print = AbilityPrint.Of(PrinterAbilities.Guessed);
        AbilityPrint.Of(With(IppAttribute.Keyword("media-ready", "iso_a3_297x420mm"))).ShouldBe(print);
        AbilityPrint.Of(With(IppAttribute.Keyword("media-source-supported", "auto", "tray-2"))).ShouldNotBe(print);
        AbilityPrint.Of([.. PrinterAbilities.Guessed.Reverse()]).ShouldBe(print);

        static IReadOnlyList<IppAttribute> With(IppAttribute told) => PrinterAbilities.From(new IppGroup(IppTag.PrinterGroup, [told]));
    }
}
