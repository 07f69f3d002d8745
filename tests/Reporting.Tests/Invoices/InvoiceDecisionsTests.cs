using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Files;
using TicketFlow.Reporting.Invoices;

namespace Reporting.Tests.Invoices;

public sealed class InvoiceDecisionsTests
{
    private static readonly InvoiceNumber First = new(1, "2026-000001", new DateOnly(2026, 4, 3), new DateOnly(2026, 4, 17));
    private static readonly InvoiceNumber Second = new(2, "2026-000002", new DateOnly(2026, 4, 9), null);
    private static readonly ComposedInvoice Composed = Of(3);

    private static readonly InvoiceState Drafted = After(InvoiceState.Empty, InvoiceDecisions.Draft(InvoiceState.Empty, Composed));
    private static readonly InvoiceState Issued = After(Drafted, InvoiceDecisions.Issue(Drafted, Composed, First));
    private static readonly InvoiceState Credited = After(Issued, InvoiceDecisions.Credit(Issued, Second, "wrong printer"));

    [Fact]
    public void A_draft_says_the_sums_and_the_same_draft_again_says_nothing()
    {
        InvoiceDecisions.Draft(InvoiceState.Empty, Composed).ShouldBe(
        [
            new InvoiceDrafted(
                "4711", Composed.Document.Period, "EUR", 3, 3, 3m, 0.57m, 3.57m, InvoiceFile.HashOf(Composed.Document), 99),
        ]);
        InvoiceDecisions.Draft(Drafted, Composed).ShouldBeEmpty();
        InvoiceDecisions.Draft(Drafted, Of(4)).ShouldHaveSingleItem();
    }

    [Fact]
    public void An_issued_invoice_is_neither_drafted_nor_withdrawn_nor_issued_again()
    {
        Should.Throw<InvoiceRefusedException>(() => InvoiceDecisions.Draft(Issued, Of(4))).Code.ShouldBe("invoice-issued");
        Should.Throw<InvoiceRefusedException>(() => InvoiceDecisions.Withdraw(Issued)).Code.ShouldBe("invoice-issued");
        InvoiceDecisions.Issue(Issued, Of(4), Second).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_issued_is_what_was_drafted()
    {
        Should.Throw<InvoiceRefusedException>(() => InvoiceDecisions.Issue(InvoiceState.Empty, Composed, First))
            .Code.ShouldBe("invoice-not-drafted");
        Should.Throw<InvoiceRefusedException>(() => InvoiceDecisions.Issue(Drafted, Of(4), First)).Code.ShouldBe("invoice-draft-outdated");
        var document = Issued.Issued.Single().Document;
        InvoiceFile.HashOf(document).ShouldBe(InvoiceFile.HashOf(
            Composed.Document with { Number = "2026-000001", IssuedOn = new DateOnly(2026, 4, 3), DueOn = new DateOnly(2026, 4, 17) }));
        Issued.Issued.Single().Issued.Sha256.ShouldBe(InvoiceFile.Hashes(document), ignoreOrder: true);
    }

    [Fact]
    public void A_draft_can_be_withdrawn_and_made_again()
    {
        var withdrawn = After(Drafted, InvoiceDecisions.Withdraw(Drafted));
        withdrawn.Status.ShouldBe(InvoiceStatus.None);
        InvoiceDecisions.Withdraw(withdrawn).ShouldBeEmpty();
        InvoiceDecisions.Withdraw(InvoiceState.Empty).ShouldBeEmpty();
        Should.Throw<InvoiceRefusedException>(() => InvoiceDecisions.Issue(withdrawn, Composed, First))
            .Code.ShouldBe("invoice-not-drafted");
        InvoiceDecisions.Draft(withdrawn, Composed).ShouldHaveSingleItem();
    }

    [Fact]
    public void A_credit_note_takes_an_issued_invoice_back_once_and_a_new_one_may_follow()
    {
        Should.Throw<InvoiceRefusedException>(() => InvoiceDecisions.Credit(Drafted, Second, "x")).Code.ShouldBe("invoice-not-issued");
        InvoiceDecisions.Credit(Credited, Second, "again").ShouldBeEmpty();
        (Credited.Status, Credited.Issued.Single().CreditNote!.Number).ShouldBe((InvoiceStatus.Credited, "2026-000002"));
        var drafted = After(Credited, InvoiceDecisions.Draft(Credited, Of(4)));
        After(drafted, InvoiceDecisions.Withdraw(drafted)).ShouldSatisfyAllConditions(
            w => w.Status.ShouldBe(InvoiceStatus.Credited, "there was an invoice"), w => w.Draft.ShouldBeNull(),
            w => InvoiceDecisions.Withdraw(w).ShouldBeEmpty());
        var again = After(drafted, InvoiceDecisions.Issue(drafted, Of(4), Second with { Value = 3, Text = "2026-000003" }));
        again.Issued.Select(i => (i.Issued.Number, i.Document.Lines.Count, i.Credited?.Number))
            .ShouldBe([("2026-000001", 3, "2026-000002"), ("2026-000003", 4, null)]);
    }

    [Fact]
    public void A_large_invoice_is_several_events_and_folds_to_the_same_lines()
    {
        var events = EventLinks.Of(Enumerable.Range(0, 200_000).Select(i => 10_000_000L + (2 * i)));
        var lines = Enumerable.Range(1, 2_000).Select(i => Line(i) with { Events = i is 5 or 2_000 ? events : "7" }).ToList();
        var frozen = FrozenLines.Freeze(lines).ToList();
        frozen.ShouldAllBe(e => System.Text.Json.JsonSerializer.Serialize<object>(e, System.Text.Json.JsonSerializerOptions.Default)
            .Length < 1_000_000);
        frozen.Count.ShouldBeGreaterThan(5);
        After(InvoiceState.Empty, frozen).Frozen.ShouldBe(lines);
    }

    private static InvoiceState After(InvoiceState state, IEnumerable<InvoiceEvent> events) => events.Aggregate(state, InvoiceState.Evolve);

    private static ComposedInvoice Of(int lines)
    {
        var tax = Math.Round(lines * 0.19m, 2, MidpointRounding.AwayFromZero);
        var rate = new TaxRate("S", 19);
        return new ComposedInvoice(
            new InvoiceDocument
            {
                Seller = new Party { Name = "IT" },
                Buyer = new Party { Name = "4711" },
                CostCentre = "4711",
                Currency = "EUR",
                Jobs = lines,
                Period = new BillingMonth(2026, 3).Period("Europe/Berlin"),
                Lines = [.. Enumerable.Range(1, lines).Select(Line)],
                Net = lines,
                Tax = tax,
                Gross = lines + tax,
                Taxes = [new TaxTotal(rate, lines, tax)],
            },
            InvoiceGrouping.Resource, 0, 99);
    }

    private static InvoiceLine Line(int position) => new()
    {
        Position = position,
        Group = "P",
        Code = $"c{position}",
        Text = "Page",
        Quantity = 1,
        Unit = "page",
        UnitPrice = 1,
        Amount = 1,
        Tax = new TaxRate("S", 19),
        Tariff = "standard",
        TariffVersion = 1,
        Jobs = 1,
        Events = "7",
    };
}
