using System.Text;
using System.Xml.Linq;
using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Csv;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Json;
using TicketFlow.Invoicing.Pdf;
using TicketFlow.Invoicing.Ubl;
using TicketFlow.Pricing;
using Invoicing.Tests.Ubl;

namespace Invoicing.Tests.Composing;

public sealed class VolumeDiscountTests
{
    private static readonly XNamespace Cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private static readonly XNamespace Cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    private static readonly VolumeDiscount Month = new()
    {
        Code = "volume",
        Text = "Volume discount",
        Tiers = [new VolumeTier(10, 5), new VolumeTier(100, 7.5m)],
    };

    private static readonly VolumeDiscount Users = Month with { Code = "heavy", Text = "Heavy use", Per = VolumeSubject.User };

    [Theory]
    [InlineData(9.99, 0, 0)]
    [InlineData(10, 5, 0.50)]
    [InlineData(99.99, 5, 5.00)]
    [InlineData(100, 7.5, 7.50)]
    [InlineData(100.07, 7.5, 7.51)]
    public void The_highest_tier_that_is_reached_counts_for_the_whole_sum(double net, double percent, double amount)
    {
        var granted = Granted([Month], ("anna", (decimal)net)).SingleOrDefault();
        (granted?.Percent ?? 0, granted?.Amount ?? 0).ShouldBe(((decimal)percent, (decimal)amount));
    }

    [Fact]
    public void Of_users_each_has_the_own_sum_and_of_a_cost_centre_all_have_one()
    {
        Granted([Users], ("ben", 60), ("anna", 60), ("carla", 1)).Select(g => (g.User, g.Base, g.Amount))
            .ShouldBe([("anna", 60m, 3m), ("ben", 60m, 3m)]);
        Granted([Month], ("ben", 60), ("anna", 60), ("carla", 1)).Single().ShouldSatisfyAllConditions(
            g => g.User.ShouldBeNull(), g => g.Base.ShouldBe(121), g => g.Amount.ShouldBe(9.08m), g => g.Jobs.ShouldBe(6));
    }

    [Fact]
    public void Nobody_else_gets_it()
    {
        Granted([Month with { CostCentres = ["4712"] }], ("anna", 100)).ShouldBeEmpty();
        Granted([Month with { CostCentres = ["4711"] }], ("anna", 100)).Count.ShouldBe(1);
        Granted([Month with { Currency = "CHF" }], ("anna", 100)).ShouldBeEmpty();
        VolumeDiscounts.Of([Month], "", "EUR", Of(("anna", 100))).ShouldBeEmpty("charges that nobody pays");
    }

    [Fact]
    public void It_is_a_line_of_its_own_below_the_jobs_and_the_document_adds_up()
    {
        var document = Compose([Month, Users]);
        document.Lines.Select(l => (l.Position, l.Group, l.Code, l.Text, l.Quantity, l.UnitPrice, l.Amount)).ShouldBe(
        [
            (1, "Printer", "page", "Page", 1200m, 0.10m, 120m),
            (2, "Volume discount", "volume", "Volume discount (7.5 %)", 120m, -0.075m, -9m),
            (3, "Heavy use", "heavy", @"office\anna (5 %)", 80m, -0.05m, -4m),
            (4, "Heavy use", "heavy", @"office\ben (5 %)", 40m, -0.05m, -2m),
        ]);
        (document.Net, document.Tax, document.Gross, document.Jobs).ShouldBe((105m, 19.95m, 124.95m, 2));
        InvoiceArithmetic.Problems(document).ShouldBeEmpty();
        InvoiceComparison.Differences(document, Compose([Month, Users])).ShouldBeEmpty();
        InvoiceComparison.Differences(document, Compose([Month])).ShouldNotBeEmpty();
    }

    [Fact]
    public void UBL_carries_it_as_an_allowance_on_the_document_which_adds_up()
    {
        foreach (var document in new[] { Issued(), CreditNote.Of(Issued(), "2026-000002", new DateOnly(2026, 11, 5), "wrong") })
        {
            var xml = XDocument.Load(new MemoryStream(UblDocument.Render(document))).Root!;
            UblOrder.Offences(xml).ShouldBeEmpty();
            var allowances = xml.Elements(Cac + "AllowanceCharge").ToList();
            allowances.Select(a => (Value(a, "MultiplierFactorNumeric"), Value(a, "BaseAmount"), Value(a, "Amount")))
                .ShouldBe([(7.5m, 120m, 9m), (5m, 80m, 4m), (5m, 40m, 2m)]);
            allowances.ShouldAllBe(a => !(bool)a.Element(Cbc + "ChargeIndicator")! && a.Element(Cac + "TaxCategory") != null);
            var total = xml.Element(Cac + "LegalMonetaryTotal")!;
            (Value(total, "LineExtensionAmount"), Value(total, "AllowanceTotalAmount"), Value(total, "TaxExclusiveAmount"))
                .ShouldBe((120m, 15m, 105m));
            xml.Elements().Where(e => e.Name.LocalName is "InvoiceLine" or "CreditNoteLine").Sum(l => Value(l, "LineExtensionAmount"))
                .ShouldBe(120m);
        }
    }

    [Fact]
    public void A_part_of_it_that_is_credited_has_no_base()
    {
        var note = PartialCredit.Of(
            Issued(), [], [new CreditedPart(1, 60), new CreditedPart(2, -4)], "2026-000002", new DateOnly(2026, 11, 5), "half");
        var xml = XDocument.Load(new MemoryStream(UblDocument.Render(note))).Root!;
        UblOrder.Offences(xml).ShouldBeEmpty();
        var allowance = xml.Elements(Cac + "AllowanceCharge").Single();
        (Value(allowance, "Amount"), allowance.Element(Cbc + "BaseAmount")).ShouldBe((4m, null));
    }

    [Fact]
    public void All_forms_name_it()
    {
        var document = Issued();
        Encoding.UTF8.GetString(InvoiceCsv.Render(document)).ShouldContain(
            @"2,Volume discount,volume,Volume discount (7.5 %),120,amount,-0.075,-9.00,EUR");
        Encoding.UTF8.GetString(InvoiceJson.Render(document)).ShouldContain("\"text\": \"Volume discount (7.5 %)\"");
        InvoicePdf.Render(document).Length.ShouldBeGreaterThan(1000);
    }

    private static List<GrantedDiscount> Granted(VolumeDiscount[] discounts, params (string User, decimal Net)[] users) =>
        [.. VolumeDiscounts.Of(discounts, "4711", "EUR", Of(users))];

    private static Dictionary<string, UserMonth> Of(params (string User, decimal Net)[] users) =>
        users.ToDictionary(u => u.User, u => new UserMonth(u.Net, 2));

    private static decimal Value(XElement parent, string name) => (decimal)parent.Element(Cbc + name)!;

    private static InvoiceDocument Issued() =>
        Compose([Month, Users]) with { Number = "2026-000001", IssuedOn = new DateOnly(2026, 11, 3) };

    private static InvoiceDocument Compose(IReadOnlyList<VolumeDiscount> discounts)
    {
        var composer = new InvoiceComposer("EUR", InvoiceGrouping.Resource);
        composer.Add(Charge(7, "anna", 800));
        composer.Add(Charge(8, "ben", 400));
        return composer.Compose(new InvoiceTerms
        {
            Seller = new Party { Name = "IT" },
            Buyer = new Party { Name = "4711" },
            CostCentre = "4711",
            Tax = new TaxRate("S", 19),
            Period = new InvoicePeriod(new DateOnly(2026, 10, 1), new DateOnly(2026, 10, 31), "Europe/Berlin"),
            VolumeDiscounts = discounts,
        });
    }

    private static Charge Charge(long sequence, string user, int pages) => ComposerTests.Charge(
        sequence, "Printer", ComposerTests.Page(pages, 0.10m, pages * 0.10m)) with
    { User = user };
}
