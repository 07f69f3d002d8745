using System.Text;
using System.Xml;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Ubl;

/// <summary>
/// OASIS UBL 2.1 Invoice or CreditNote, by the core invoice of EN 16931-1 (syntax binding CEN/TS 16931-3-2). What the standard has no
/// element for stands in the items' additional properties: tariff, grade of completion, events.
/// </summary>
public static class UblDocument
{
    /// <summary>UTF-8 without byte order mark, indented, line feeds.</summary>
    /// <exception cref="ArgumentException">A draft: it has no number, which the standard demands.</exception>
    public static byte[] Render(InvoiceDocument document)
    {
        if (document.Number is null || document.IssuedOn is null)
        {
            throw new ArgumentException("A draft has no number and therefore no UBL form; issue it first.", nameof(document));
        }

        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.Replace,
        };
        using (var xml = new UblWriter(XmlWriter.Create(bytes, settings), document.Currency, document.MinorUnits))
        {
            Write(xml, document, document.Kind == InvoiceKind.CreditNote);
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    private static void Write(UblWriter xml, InvoiceDocument document, bool credit)
    {
        xml.Root(credit ? "CreditNote" : "Invoice");
        Heading(xml, document, credit);
        UblParties.Supplier(xml, document.Seller);
        UblParties.Customer(xml, document.Buyer, document.CostCentre);
        Payment(xml, document, credit);
        foreach (var discount in document.Lines.Where(UblAllowance.Is))
        {
            UblAllowance.Write(xml, discount);
        }

        UblTotals.Write(xml, document);
        foreach (var line in document.Lines.Where(line => !UblAllowance.Is(line)))
        {
            UblLine.Write(xml, line, credit);
        }

        xml.EndRoot();
    }

    private static void Heading(UblWriter xml, InvoiceDocument document, bool credit)
    {
        xml.Basic("CustomizationID", "urn:cen.eu:en16931:2017");
        xml.Basic("ID", document.Number!);
        xml.Basic("IssueDate", Figures.Day(document.IssuedOn!.Value));
        if (!credit && document.DueOn is { } due)
        {
            xml.Basic("DueDate", Figures.Day(due));
        }

        // UNCL 1001: 380 commercial invoice, 381 credit note.
        xml.Basic(credit ? "CreditNoteTypeCode" : "InvoiceTypeCode", credit ? "381" : "380");
        xml.Basic("Note", document.Corrects?.Reason ?? document.Note);
        xml.Basic("DocumentCurrencyCode", document.Currency);
        xml.Basic("AccountingCost", document.CostCentre);
        xml.Basic("BuyerReference", document.Buyer.Reference ?? document.CostCentre);
        xml.Begin("InvoicePeriod");
        xml.Basic("StartDate", Figures.Day(document.Period.From));
        xml.Basic("EndDate", Figures.Day(document.Period.To));
        xml.End();
        if (document.Corrects is { } corrected)
        {
            xml.Begin("BillingReference");
            xml.Begin("InvoiceDocumentReference");
            xml.Basic("ID", corrected.Number);
            xml.Basic("IssueDate", Figures.Day(corrected.IssuedOn));
            xml.End();
            xml.End();
        }
    }

    private static void Payment(UblWriter xml, InvoiceDocument document, bool credit)
    {
        if (document.Payment?.Iban is { } iban)
        {
            // UNCL 4461: 58 SEPA credit transfer.
            xml.Begin("PaymentMeans");
            xml.Basic("PaymentMeansCode", "58");
            if (credit && document.DueOn is { } due)
            {
                xml.Basic("PaymentDueDate", Figures.Day(due));
            }

            xml.Basic("PaymentID", document.Number);
            xml.Begin("PayeeFinancialAccount");
            xml.Basic("ID", iban.Replace(" ", "", StringComparison.Ordinal));
            if (document.Payment.Bic is { } bic)
            {
                xml.Begin("FinancialInstitutionBranch");
                xml.Basic("ID", bic);
                xml.End();
            }

            xml.End();
            xml.End();
        }

        if (document.Payment?.Terms is { } terms)
        {
            xml.Begin("PaymentTerms");
            xml.Basic("Note", terms);
            xml.End();
        }
    }
}
