using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Ubl;

/// <summary>Taxes and sums.</summary>
internal static class UblTotals
{
    public static void Write(UblWriter xml, InvoiceDocument document)
    {
        xml.Begin("TaxTotal");
        xml.Amount("TaxAmount", document.Tax);
        foreach (var tax in document.Taxes)
        {
            xml.Begin("TaxSubtotal");
            xml.Amount("TaxableAmount", tax.Taxable);
            xml.Amount("TaxAmount", tax.Tax);
            Category(xml, "TaxCategory", tax.Rate, withReason: true);
            xml.End();
        }

        xml.End();
        var allowed = -document.Lines.Where(UblAllowance.Is).Sum(line => line.Amount);
        xml.Begin("LegalMonetaryTotal");
        xml.Amount("LineExtensionAmount", document.Net + allowed);
        xml.Amount("TaxExclusiveAmount", document.Net);
        xml.Amount("TaxInclusiveAmount", document.Gross);
        if (allowed != 0)
        {
            xml.Amount("AllowanceTotalAmount", allowed);
        }

        xml.Amount("PayableAmount", document.Gross);
        xml.End();
    }

    /// <summary>Rule BR-O-5 of EN 16931: what is not subject to tax has no rate. The reason stands at the totals only.</summary>
    public static void Category(UblWriter xml, string element, TaxRate rate, bool withReason)
    {
        xml.Begin(element);
        xml.Basic("ID", rate.Category);
        if (rate.Category != "O")
        {
            xml.Basic("Percent", Figures.Plain(rate.Percent));
        }

        if (withReason)
        {
            xml.Basic("TaxExemptionReason", rate.Reason);
        }

        xml.Begin("TaxScheme");
        xml.Basic("ID", "VAT");
        xml.End();
        xml.End();
    }
}
