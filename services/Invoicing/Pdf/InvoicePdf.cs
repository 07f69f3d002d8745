using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>The document as it is sent to people: A4, address in the window of a DIN 5008 letter, table, totals, the seller's data
/// below.</summary>
public static class InvoicePdf
{
    /// <summary>A PDF 1.7 file.</summary>
    public static byte[] Render(InvoiceDocument document)
    {
        var sheet = new Sheet(document);
        sheet.NewPage();
        InvoiceHead.Draw(sheet);
        InvoiceTable.Draw(sheet);
        InvoiceTotals.Draw(sheet);
        return sheet.Finish();
    }
}
