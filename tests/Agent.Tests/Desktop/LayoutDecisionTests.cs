using TicketFlow.Agent.Desktop;
using TicketFlow.Agent.Desktop.Layout;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Ipp;

namespace TicketFlow.Agent.Tests.Desktop;

public sealed class LayoutDecisionTests
{
    private static readonly IppAttribute Chosen = new("page-ranges", new IppRange(1, 2), new IppRange(4, 4));

    [Fact]
    public void What_the_printer_does_itself_is_left_to_it()
    {
        IReadOnlyList<IppAttribute> own =
        [
            IppAttribute.Mime("document-format-supported", LayoutDecisions.Pdf, LayoutDecisions.PostScript),
            IppAttribute.Boolean("page-ranges-supported", true),
            IppAttribute.Integer("number-up-supported", 1, 2),
            IppAttribute.Keyword("job-sheets-supported", "none", "standard"),
        ];
        var ticket = Ticket(Chosen, IppAttribute.Integer("number-up", 2), IppAttribute.Keyword("job-sheets", "standard"));
        LayoutDecisions.Widen(own).ShouldBe(own);
        LayoutDecisions.Plan(ticket, own).ShouldSatisfyAllConditions(
            plan => plan.Wish.ShouldBe(LayoutWish.None), plan => plan.Rest.ShouldBe(ticket), plan => plan.Taken.ShouldBeEmpty());
    }

    [Fact]
    public void What_it_does_not_do_is_the_agents_and_is_not_told_to_the_printer_again()
    {
        var plan = LayoutDecisions.Plan(
            Ticket(Chosen, IppAttribute.Integer("number-up", 4), IppAttribute.Enum("finishings", 3)), PrinterAbilities.Guessed);
        plan.Wish.ShouldBe(new LayoutWish(4, "1-2,4-4"));
        IppPacked.Unpack(plan.Rest.Further).Select(attribute => attribute.Name).ShouldBe(["finishings"]);
    }

    [Fact]
    public void Page_ranges_that_do_not_rise_are_named_and_all_pages_printed()
    {
        var plan = LayoutDecisions.Plan(
            Ticket(new IppAttribute("page-ranges", new IppRange(3, 4), new IppRange(1, 2))), PrinterAbilities.Guessed);
        plan.Wish.ShouldBe(LayoutWish.None);
        plan.NotUnderstood.Select(attribute => attribute.Name).ShouldBe(["page-ranges"]);
    }

    [Fact]
    public void PostScript_is_taken_for_a_printer_of_PDF_and_made_PDF_and_nothing_is_added_to_one_that_takes_neither()
    {
        IReadOnlyList<IppAttribute> pdf = [IppAttribute.Mime("document-format-supported", LayoutDecisions.Pdf)];
        LayoutDecisions.Widen(pdf).Single(able => able.Name == "document-format-supported").Strings()
            .ShouldBe([LayoutDecisions.Pdf, LayoutDecisions.PostScript]);
        LayoutDecisions.Plan(new PrintTicket(LayoutDecisions.PostScript), pdf).Wish.AsPdf.ShouldBeTrue();
        LayoutDecisions.Result(LayoutDecisions.PostScript, pdf).ShouldBe(LayoutDecisions.Pdf);

        IReadOnlyList<IppAttribute> raster = [IppAttribute.Mime("document-format-supported", "image/urf")];
        LayoutDecisions.Widen(raster).ShouldBe(raster);
    }

    private static PrintTicket Ticket(params IppAttribute[] further) => new(Further: IppPacked.Pack(further));
}
