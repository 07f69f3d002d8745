using System.Globalization;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>Net, taxes, gross, and what the buyer has to know beside them.</summary>
internal static class InvoiceTotals
{
    private const decimal From = 310;

    public static void Draw(Sheet sheet)
    {
        var document = sheet.Document;
        var taxed = document.Taxes.Where(t => t.Rate.Percent != 0).ToList();
        if (!sheet.Fits(30 + (16 * taxed.Count) + 34))
        {
            sheet.NewPage();
        }

        sheet.Y += 12;
        Line(sheet, sheet.Words.Net, document.Net);
        foreach (var tax in taxed)
        {
            var text = string.Format(
                CultureInfo.InvariantCulture, sheet.Words.Tax, sheet.Words.Plain(tax.Rate.Percent), sheet.Money(tax.Taxable));
            Line(sheet, text, tax.Tax);
        }

        Gross(sheet);
        Notes(sheet);
    }

    private static void Line(Sheet sheet, string label, decimal amount)
    {
        sheet.Page.Text(From + 8, sheet.Y, label, Sheet.Body with { Ink = Ink.Quiet });
        sheet.Page.Text(Sheet.Right - 5, sheet.Y, sheet.Money(amount), Sheet.Body, Align.Right);
        sheet.Y += 16;
    }

    private static void Gross(Sheet sheet)
    {
        var face = new Face(PdfFont.Bold, 11.5m, new Ink(1, 1, 1));
        var label = sheet.Document.Kind == InvoiceKind.Invoice ? sheet.Words.Total : sheet.Words.Credit;
        sheet.Page.Box(From, sheet.Y - 9, Sheet.Right - From, 26, Ink.Accent);
        sheet.Page.Text(From + 8, sheet.Y + 8, label, face);
        sheet.Page.Text(Sheet.Right - 5, sheet.Y + 8, $"{sheet.Money(sheet.Document.Gross)} {sheet.Document.Currency}", face, Align.Right);
        sheet.Y += 42;
    }

    private static void Notes(Sheet sheet)
    {
        var document = sheet.Document;
        var rounded = document.Lines.Any(l => l.RoundingDifference(document.MinorUnits) != 0);
        Paragraph(sheet, document.Payment?.Terms, Sheet.Body);
        Paragraph(sheet, document.Note, Sheet.Body);
        foreach (var tax in document.Taxes.Where(t => t.Rate.Reason is not null))
        {
            Paragraph(sheet, string.Format(CultureInfo.InvariantCulture, sheet.Words.Untaxed, tax.Rate.Reason), Sheet.Label);
        }

        Paragraph(sheet, rounded ? sheet.Words.Rounding : null, Sheet.Label);
    }

    private static void Paragraph(Sheet sheet, string? text, Face face)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        foreach (var line in TextWrap.Wrap(text, face, Sheet.Right - Sheet.Left))
        {
            if (!sheet.Fits(12))
            {
                sheet.NewPage();
            }

            sheet.Page.Text(Sheet.Left, sheet.Y, line, face);
            sheet.Y += face.Size + 3.5m;
        }

        sheet.Y += 6;
    }
}
