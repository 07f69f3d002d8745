using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Pricing;

namespace Invoicing.Tests.Composing;

public sealed class ComposerTests
{
    private static readonly InvoiceTerms Terms = new()
    {
        Seller = new Party { Name = "IT" },
        Buyer = new Party { Name = "4711" },
        CostCentre = "4711",
        Tax = new TaxRate("S", 19),
        Period = new InvoicePeriod(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31), "Europe/Berlin"),
    };

    [Fact]
    public void Charges_of_the_same_price_become_one_line_with_all_their_events()
    {
        var document = Compose(
            InvoiceGrouping.Resource,
            Charge(7, "A", Page(3, 0.035m, 0.11m)), Charge(8, "A", Page(1, 0.035m, 0.04m)), Charge(12, "B", Page(1, 0.035m, 0.04m)));
        document.Lines.Select(l => (l.Position, l.Group, l.Quantity, l.Amount, l.Jobs, l.Events))
            .ShouldBe([(1, "A", 4m, 0.15m, 2, "7-8"), (2, "B", 1m, 0.04m, 1, "12")]);
        (document.Net, document.Tax, document.Gross, document.Jobs).ShouldBe((0.19m, 0.04m, 0.23m, 3));
        document.Lines[0].RoundingDifference(2).ShouldBe(0.01m);
    }

    [Fact]
    public void Another_tariff_version_price_grade_or_text_is_another_line()
    {
        var charge = Charge(1, "A", Page(1, 0.10m, 0.10m));
        Compose(
            InvoiceGrouping.Resource, charge, charge with { TariffVersion = 4 }, charge with { Tariff = "Other" },
            charge with { Grade = "accepted" },
            charge with { Lines = [Page(1, 0.10m, 0.10m) with { Text = "Sheet" }] }, charge with { Lines = [Page(2, 0.05m, 0.10m)] })
            .Lines.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData(InvoiceGrouping.Resource, "Printer")]
    [InlineData(InvoiceGrouping.User, @"office\anna")]
    [InlineData(InvoiceGrouping.Department, "Sales")]
    [InlineData(InvoiceGrouping.Job, "job-1 A title")]
    public void Lines_stand_under_what_was_chosen(InvoiceGrouping grouping, string heading) =>
        Compose(grouping, Charge(1, "Printer", Page(1, 1, 1))).Lines.Single().Group.ShouldBe(heading);

    [Fact]
    public void What_a_minimum_adds_is_one_line_whatever_it_adds_to_each_job()
    {
        var line = Compose(InvoiceGrouping.Resource, Charge(1, "A", Minimum(0.07m)), Charge(2, "A", Minimum(0.05m))).Lines.Single();
        (line.Quantity, line.UnitPrice, line.Amount, line.Jobs).ShouldBe((1m, 0.12m, 0.12m, 2));
    }

    [Fact]
    public void Jobs_that_did_not_print_or_have_no_price_are_counted_and_not_printed()
    {
        var composer = new InvoiceComposer("EUR", InvoiceGrouping.Resource);
        composer.Add(Charge(1, "A", new PriceLine(PriceCodes.Refund, "interrupted", 0, "job", 0, 0)));
        composer.Add(Charge(2, "A", new PriceLine(PriceCodes.Unpriced, "unknown", 0, "job", 0, 0)));
        composer.Add(Charge(3, "A", Page(1, 0.001m, 0)));
        (composer.Charges, composer.Unpriced, composer.Jobs).ShouldBe((3, 1, 1));
        composer.Compose(Terms).Lines.Single().Events.ShouldBe("3");
    }

    [Fact]
    public void A_charge_that_is_not_the_sum_of_its_lines_is_an_error()
    {
        var composer = new InvoiceComposer("EUR", InvoiceGrouping.Resource);
        Should.Throw<InconsistentChargeException>(() => composer.Add(Charge(1, "A", Page(1, 1, 1)) with { Net = 2 }))
            .Message.ShouldContain("event 1");
        Should.Throw<InconsistentChargeException>(() => composer.Add(Charge(1, "A", Page(1, 1, 1)) with { Currency = "USD" }));
        Should.Throw<InconsistentChargeException>(() => composer.Add(Charge(1, "A", Page(1, 0.005m, 0.005m))));
    }

    [Fact]
    public void Whatever_the_charges_the_invoice_adds_up_to_them_and_to_itself()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var charges = Enumerable.Range(1, 60).Select(i => RandomCharge(random, i)).ToList();
            var document = Compose(InvoiceGrouping.Resource, [.. charges]);
            document.Net.ShouldBe(charges.Sum(c => c.Net), $"seed {seed}");
            InvoiceArithmetic.Problems(document).ShouldBeEmpty($"seed {seed}");
            document.Lines.SelectMany(l => EventLinks.Parse(l.Events)).Distinct().Count().ShouldBe(60, $"seed {seed}");
            InvoiceComparison.Differences(document, Compose(InvoiceGrouping.Resource, [.. charges])).ShouldBeEmpty($"seed {seed}");
        }
    }

    [Fact]
    public void A_spoilt_sum_is_noticed()
    {
        var document = Compose(InvoiceGrouping.Resource, Charge(1, "A", Page(1, 1, 1)));
        InvoiceArithmetic.Problems(document with { Net = 2 }).ShouldNotBeEmpty();
        InvoiceArithmetic.Problems(document with { Gross = 2 }).ShouldNotBeEmpty();
        InvoiceArithmetic.Problems(document with { Taxes = [document.Taxes[0] with { Tax = 5 }] }).ShouldNotBeEmpty();
        InvoiceArithmetic.Problems(document with { Taxes = [document.Taxes[0] with { Taxable = 5 }] }).ShouldNotBeEmpty();
    }

    [Fact]
    public void Each_sum_is_checked_for_itself()
    {
        var document = Compose(InvoiceGrouping.Resource, Charge(1, "A", Page(1, 1, 1)));
        InvoiceArithmetic.Problems(document with { Lines = [], Taxes = [], Tax = 0, Gross = 1 })
            .ShouldBe(["the lines add up to 0, the net amount is 1"]);
        InvoiceArithmetic.Problems(document with { Taxes = [document.Taxes[0] with { Tax = 5 }], Tax = 5, Gross = 6 })
            .ShouldBe(["19 % on 1 is 0.19, not 5"]);
        InvoiceArithmetic.Problems(document with { Gross = 2 }).ShouldBe(["net 1, tax 0.19 and gross 2 do not add up"]);
        InvoiceArithmetic.Problems(document with { Tax = 1, Gross = 2 }).ShouldBe(["net 1, tax 1 and gross 2 do not add up"]);
    }

    [Theory]
    [InlineData(1.50, 0.29)]
    [InlineData(-1.50, -0.29)]
    [InlineData(0.50, 0.10)]
    [InlineData(0.02, 0)]
    public void Tax_is_rounded_once_and_half_a_cent_away_from_zero(double net, double tax)
    {
        var document = Compose(InvoiceGrouping.Resource, Charge(1, "A", Page(1, (decimal)net, (decimal)net)));
        (document.Tax, document.Gross).ShouldBe(((decimal)tax, (decimal)net + (decimal)tax));
        InvoiceArithmetic.Problems(document).ShouldBeEmpty();
    }

    [Fact]
    public void A_job_counts_once_in_a_line_however_often_its_charge_names_it()
    {
        var line = Compose(
            InvoiceGrouping.Resource, Charge(1, "A", Page(1, 1, 1), Page(2, 1, 2)), Charge(2, "A", Page(1, 1, 1))).Lines.Single();
        (line.Quantity, line.Amount, line.Jobs, line.Events).ShouldBe((4m, 4m, 2, "1-2"));
    }

    [Fact]
    public void Lines_stand_in_one_order_whatever_that_of_the_charges()
    {
        var charge = Charge(1, "A", Page(1, 0.10m, 0.10m));
        Charge[] charges =
        [
            charge with { TariffVersion = 10 }, charge, charge with { Tariff = "Other" }, charge with { Grade = "accepted" },
            charge with { Grade = null }, Charge(1, "B", Page(1, 0.10m, 0.10m)), Charge(1, "A", Minimum(0.10m)),
            Charge(1, "A", Page(2, 0.05m, 0.10m)),
            .. new[] { Page(1, 0.10m, 0.10m) with { Text = "Sheet" }, Page(1, 0.10m, 0.10m) with { Unit = "sheet" } }
                .Select(line => charge with { Lines = [line] }),
            charge with { Lines = [Page(1, 0.10m, 0.10m) with { Code = "a-page" }] },
            charge with { Lines = [new PriceLine("discount", "Less", 1, PriceUnits.Amount, 0.10m, 0.10m)] },
        ];
        var lines = Compose(InvoiceGrouping.Resource, charges).Lines;
        lines.Count.ShouldBe(charges.Length);
        Compose(InvoiceGrouping.Resource, [.. charges.AsEnumerable().Reverse()]).Lines.ShouldBe(lines);
        var alike = lines.Single(l => l.TariffVersion == 10);
        lines.Where(l => l with { Position = alike.Position, TariffVersion = 10 } == alike).Select(l => l.TariffVersion).ShouldBe([3, 10]);
        lines.Where(l => l.Group == "A").TakeLast(2).Select(l => l.Code).ShouldBe(["discount", PriceCodes.Minimum]);
        lines[^1].Group.ShouldBe("B");
    }

    [Fact]
    public void Each_difference_to_the_charges_of_today_is_said()
    {
        var issued = Compose(
            InvoiceGrouping.Resource, Charge(1, "A", Page(1, 1, 1)), Charge(2, "A", Page(1, 1, 1)), Charge(3, "B", Page(2, 1, 2)));
        var again = Compose(
            InvoiceGrouping.Resource, Charge(2, "A", Page(1, 1, 1)), Charge(4, "A", Page(2, 1, 2)), Charge(5, "C", Page(1, 1, 1)));
        InvoiceComparison.Differences(issued, again).ShouldBe(
        [
            "line 1 (A, Page): quantity issued 2, computed again 3",
            "line 1 (A, Page): amount issued 2, computed again 3",
            "line 1 (A, Page): no longer charged: events 1",
            "line 1 (A, Page): charged since: events 4",
            "line 2 (B, Page, 2) does not come out of the charges any more",
            "the charges give a further line: C, Page, 1, events 5",
        ]);
    }

    [Fact]
    public void A_credit_note_takes_back_an_issued_invoice_and_nothing_else()
    {
        var note = CreditNote.Of(Sample.Invoice, "2026-000018", new DateOnly(2026, 11, 20), "Wrong");
        (note.Kind, note.Number, note.Gross, note.DueOn, note.Corrects).ShouldBe(
            (InvoiceKind.CreditNote, "2026-000018", Sample.Invoice.Gross, null,
                new CorrectedInvoice("2026-000017", new DateOnly(2026, 11, 3), "Wrong")));
        Should.Throw<ArgumentException>(() => CreditNote.Of(Sample.Draft, "2", new DateOnly(2026, 1, 1), "x"));
        Should.Throw<ArgumentException>(() => CreditNote.Of(note, "2", new DateOnly(2026, 1, 1), "x"));
    }

    private static InvoiceDocument Compose(InvoiceGrouping grouping, params Charge[] charges)
    {
        var composer = new InvoiceComposer("EUR", grouping);
        Array.ForEach(charges, composer.Add);
        return composer.Compose(Terms);
    }

    private static Charge RandomCharge(Random random, long sequence)
    {
        var pages = random.Next(1, 40);
        var price = random.Next(1, 9) * 0.0125m;
        var amount = MoneyRounding.Line(pages * price, "EUR");
        var discount = MoneyRounding.Line(amount * -0.1m, "EUR");
        return Charge(
            sequence, $"P{random.Next(4)}", Page(pages, price, amount),
                new PriceLine("d", "Discount", amount, PriceUnits.Amount, -0.1m, discount));
    }

    internal static PriceLine Page(decimal quantity, decimal price, decimal amount) =>
        new("page", "Page", quantity, PriceUnits.Page, price, amount);

    private static PriceLine Minimum(decimal amount) => new(PriceCodes.Minimum, "At least 0.10 a job", 1, PriceUnits.Job, amount, amount);

    internal static Charge Charge(long sequence, string resource, params PriceLine[] lines) => new(
        sequence, "job-1", new DateTimeOffset(2026, 10, 5, 0, 0, 0, TimeSpan.Zero), "office", "anna", "Sales", "4711", resource,
        "A title", "completed",
        "counter-moved", "Standard", 3, "EUR", lines.Sum(l => l.Amount), lines);
}
