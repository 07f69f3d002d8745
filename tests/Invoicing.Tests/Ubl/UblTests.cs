using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Ubl;
using Xunit.Abstractions;

namespace Invoicing.Tests.Ubl;

public sealed class UblTests(ITestOutputHelper output)
{
    private const string Schemas = "TICKETFLOW_UBL_SCHEMAS";
    private static readonly XNamespace Cac = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";
    private static readonly XNamespace Cbc = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    public static TheoryData<string> Documents => ["invoice", "credit-note", "bare", "untaxed", "long"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_element_stands_where_the_standard_wants_it(string which) => UblOrder.Offences(Render(Document(which)))
        .ShouldBeEmpty();

    /// <summary>With the standard's own schemas, when a copy is named; they are not part of this repository.</summary>
    [Theory]
    [MemberData(nameof(Documents))]
    public void The_schemas_of_the_standard_accept_it(string which)
    {
        if (Environment.GetEnvironmentVariable(Schemas) is not { Length: > 0 } folder)
        {
            output.WriteLine($"Not run: {Schemas} names no folder with UBL 2.1's xsdrt; the table of the order stands in.");
            return;
        }

        var schemas = new XmlSchemaSet { XmlResolver = new XmlUrlResolver() };

        // This one brings a document type, which readers refuse by default.
        using var signatures = XmlReader.Create(
            Path.Combine(folder, "common/UBL-xmldsig-core-schema-2.1.xsd"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        schemas.Add(null, signatures);
        schemas.Add(null, Path.Combine(folder, "maindoc/UBL-Invoice-2.1.xsd"));
        schemas.Add(null, Path.Combine(folder, "maindoc/UBL-CreditNote-2.1.xsd"));
        var offences = new List<string>();
        new XDocument(Render(Document(which))).Validate(schemas, (_, e) => offences.Add(e.Message));
        offences.ShouldBeEmpty();
    }

    [Fact]
    public void A_swapped_a_missing_a_doubled_and_a_foreign_element_are_found()
    {
        Spoilt(x => x.Elements().Last().AddAfterSelf(x.Element(Cbc + "ID"))).ShouldContain(o => o.Contains("ID"));
        Spoilt(x => x.Element(Cbc + "ID")!.Remove()).ShouldBe(["Invoice: 0 × ID"]);
        Spoilt(x => x.Element(Cbc + "DueDate")!.AddAfterSelf(x.Element(Cbc + "DueDate"))).ShouldBe(["Invoice: 2 × DueDate"]);
        Spoilt(x => x.Element(Cac + "InvoiceLine")!.Element(Cac + "Item")!.AddFirst(new XElement(Cbc + "Colour", "red")))
            .ShouldBe(["Item: Colour does not belong here"]);
        Spoilt(x =>
        {
            var swapped = x.Element(Cac + "LegalMonetaryTotal")!.Element(Cbc + "PayableAmount")!;
            swapped.Remove();
            x.Element(Cac + "LegalMonetaryTotal")!.AddFirst(swapped);
        }).ShouldNotBeEmpty();
    }

    [Fact]
    public void Quantity_times_price_and_the_rounding_give_the_amount_of_each_line()
    {
        foreach (var line in Render(Sample.Invoice).Elements(Cac + "InvoiceLine"))
        {
            var rounding = line.Elements(Cac + "AllowanceCharge").Sum(
                a => (decimal)a.Element(Cbc + "Amount")! * ((bool)a.Element(Cbc + "ChargeIndicator")! ? 1 : -1));
            var price = (decimal)line.Element(Cac + "Price")!.Element(Cbc + "PriceAmount")!;
            price.ShouldBeGreaterThanOrEqualTo(0);
            (Math.Round((decimal)line.Element(Cbc + "InvoicedQuantity")! * price, 2, MidpointRounding.AwayFromZero) + rounding)
                .ShouldBe((decimal)line.Element(Cbc + "LineExtensionAmount")!);
        }
    }

    [Fact]
    public void A_credit_note_says_so_and_what_it_corrects()
    {
        var note = Render(Sample.CreditNote);
        (note.Name.LocalName, note.Element(Cbc + "CreditNoteTypeCode")!.Value, note.Element(Cbc + "IssueDate")!.Value)
            .ShouldBe(("CreditNote", "381", "2026-11-20"));
        var reference = note.Element(Cac + "BillingReference")!.Element(Cac + "InvoiceDocumentReference")!;
        (reference.Element(Cbc + "ID")!.Value, reference.Element(Cbc + "IssueDate")!.Value).ShouldBe(("2026-000017", "2026-11-03"));
        note.Element(Cbc + "Note")!.Value.ShouldBe(Sample.CreditNote.Corrects!.Reason);
        note.Elements(Cac + "CreditNoteLine").Count().ShouldBe(Sample.CreditNote.Lines.Count);
        var invoice = Render(Sample.Invoice);
        (invoice.Element(Cbc + "InvoiceTypeCode")!.Value, invoice.Element(Cbc + "DueDate")!.Value).ShouldBe(("380", "2026-11-17"));
    }

    [Fact]
    public void What_is_not_subject_to_tax_has_a_reason_and_no_rate()
    {
        var category = Render(Document("untaxed")).Descendants(Cac + "TaxCategory").Single();
        category.Element(Cbc + "Percent").ShouldBeNull();
        category.Element(Cbc + "TaxExemptionReason")!.Value.ShouldBe("Internal cost allocation");
    }

    [Fact]
    public void Letters_that_XML_cannot_hold_become_question_marks() =>
        Render(Sample.Of([Sample.Line("A\u0001B", "c", "x\uFFFE", 1, "page", 1, 1, "7", 1)])).Descendants(Cbc + "Description").Single()
            .Value.ShouldBe("A?B");

    [Fact]
    public void A_draft_has_no_form_of_the_standard() =>
        Should.Throw<ArgumentException>(() => UblDocument.Render(Sample.Draft)).Message.ShouldContain("issue it first");

    private static List<string> Spoilt(Action<XElement> spoil)
    {
        var invoice = Render(Sample.Invoice);
        spoil(invoice);
        return [.. UblOrder.Offences(invoice)];
    }

    private static XElement Render(InvoiceDocument document) => XDocument.Load(new MemoryStream(UblDocument.Render(document))).Root!;

    private static InvoiceDocument Document(string which) => which switch
    {
        "invoice" => Sample.Invoice,
        "credit-note" => Sample.CreditNote,
        "bare" => Sample.Invoice with
        {
            Payment = null,
            Note = null,
            DueOn = null,
            Seller = new Party { Name = "S" },
            Buyer = new Party { Name = "B" }
        },
        "untaxed" => Untaxed(Sample.Of([Sample.Line("A", "p", "Page", 3, "page", 5, 15, "7", 1)])),
        _ => Sample.Long(500),
    };

    private static InvoiceDocument Untaxed(InvoiceDocument document)
    {
        var rate = new TaxRate("O", 0, "Internal cost allocation");
        return document with
        {
            Tax = 0,
            Gross = document.Net,
            Taxes = [new TaxTotal(rate, document.Net, 0)],
            Lines = [.. document.Lines.Select(l => l with { Tax = rate })],
        };
    }
}
