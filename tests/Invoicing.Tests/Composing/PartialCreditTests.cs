using System.Xml.Linq;
using Invoicing.Tests.Ubl;
using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Ubl;

namespace Invoicing.Tests.Composing;

public sealed class PartialCreditTests
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void Many_small_credits_come_to_the_invoice_to_the_cent_with_its_tax(int pieces)
    {
        var invoice = Sample.Invoice;
        var before = new List<CreditedPart>();
        var (tax, gross) = (0m, 0m);
        for (var piece = 1; piece <= pieces; piece++)
        {
            var parts = invoice.Lines.Select(line => new CreditedPart(line.Position, piece == pieces
                ? PartialCredit.RestOf(line, before)
                : Math.Round(line.Amount / pieces, 2, MidpointRounding.ToZero))).Where(part => part.Amount != 0).ToList();
            var note = PartialCredit.Of(invoice, before, parts, "2026-000018", Day, "Night hours");
            note.Gross.ShouldBe(note.Net + note.Tax);
            Math.Abs(note.Tax - Math.Round(note.Net * 0.19m, 2, MidpointRounding.AwayFromZero)).ShouldBeLessThanOrEqualTo(0.01m);
            (tax, gross) = (tax + note.Tax, gross + note.Gross);
            before.AddRange(parts);
        }

        (before.Sum(part => part.Amount), tax, gross).ShouldBe((invoice.Net, invoice.Tax, invoice.Gross));
    }

    [Fact]
    public void The_form_of_the_standard_is_a_credit_note_of_the_credited_lines_that_names_the_invoice()
    {
        var note = PartialCredit.Of(
            Sample.Invoice, [], [new CreditedPart(3, -1.20m), new CreditedPart(5, 54m)], "2026-000018", Day, "Night hours");
        var xml = XDocument.Load(new MemoryStream(UblDocument.Render(note))).Root!;

        UblOrder.Offences(xml).ShouldBeEmpty();
        xml.Name.LocalName.ShouldBe("CreditNote");
        Values(xml, "CreditNoteTypeCode").ShouldBe(["381"]);
        xml.Descendants().Where(e => e.Name.LocalName == "CreditNoteLine").Select(line => Values(line, "ID")[0]).ShouldBe(["3", "5"]);
        Values(xml, "LineExtensionAmount").ShouldBe(["52.80", "-1.20", "54.00"]);
        Values(xml, "PriceAmount").ShouldBe(["1.20", "0.40"]);
        Values(xml.Descendants().Single(e => e.Name.LocalName == "InvoiceDocumentReference"), "ID").ShouldBe([Sample.Invoice.Number!]);
    }

    private static List<string> Values(XElement under, string name) =>
        [.. under.Descendants().Where(e => e.Name.LocalName == name).Select(e => e.Value)];
}
