using System.Globalization;

namespace TicketFlow.Invoicing.Pdf;

/// <summary>The upper part of the first page: seller, title, the buyer's address, and the data one looks for.</summary>
internal static class InvoiceHead
{
    private const decimal FactsLeft = 340;

    public static void Draw(Sheet sheet)
    {
        var seller = sheet.Document.Seller;
        var name = new Face(PdfFont.Bold, 15, Ink.Accent);
        sheet.Page.Text(Sheet.Left, 62, TextWrap.Shorten(seller.Name, name, 300), name);
        var title = new Face(PdfFont.Bold, 24, Ink.Text);
        sheet.Page.Text(Sheet.Right, 64, sheet.Title, title, Align.Right);
        var below = Math.Max(Address(sheet), Facts(sheet));
        sheet.Y = Math.Max(below, 262) + 14;
        Corrected(sheet);
    }

    private static decimal Address(Sheet sheet)
    {
        var sender = TextWrap.Shorten(string.Join(" · ", sheet.Document.Seller.AddressLines().SkipLast(1)), Sheet.Small, 240);
        sheet.Page.Text(Sheet.Left, 132, sender, Sheet.Small);
        sheet.Page.Line(Sheet.Left, Sheet.Left + 240, 137, 0.4m, Ink.Rule);
        var y = 156m;
        var face = new Face(PdfFont.Regular, 10.5m, Ink.Text);
        var lines = sheet.Document.Buyer.AddressLines();

        // The country is named only on what crosses a border.
        foreach (var line in sheet.Document.Buyer.Country == sheet.Document.Seller.Country ? lines.SkipLast(1) : lines)
        {
            foreach (var part in TextWrap.Wrap(line, face, 240, most: 2))
            {
                sheet.Page.Text(Sheet.Left, y, part, face);
                y += 14;
            }
        }

        return y;
    }

    private static decimal Facts(Sheet sheet)
    {
        var y = 132m;
        foreach (var (label, value) in FactsOf(sheet).Where(f => !string.IsNullOrEmpty(f.Value)))
        {
            sheet.Page.Text(FactsLeft, y, label, Sheet.Label);
            var face = label == sheet.Words.Number ? Sheet.Strong : Sheet.Body;
            foreach (var part in TextWrap.Wrap(value!, face, 128, most: 2))
            {
                sheet.Page.Text(Sheet.Right, y, part, face, Align.Right);
                y += 13;
            }

            sheet.Page.Line(FactsLeft, Sheet.Right, y - 8.5m, 0.4m, Ink.Rule);
            y += 4;
        }

        return y;
    }

    private static IEnumerable<(string Label, string? Value)> FactsOf(Sheet sheet)
    {
        var (document, words) = (sheet.Document, sheet.Words);
        yield return (words.Number, document.Number ?? words.Draft);
        yield return (words.Date, document.IssuedOn is { } issued ? words.Day(issued) : null);
        yield return (words.Due, document.DueOn is { } due ? words.Day(due) : null);
        yield return (words.Period, $"{words.Day(document.Period.From)} – {words.Day(document.Period.To)}");
        yield return (words.CostCentre, document.CostCentre);
        yield return (words.Reference, document.Buyer.Reference);
        yield return (words.VatId, document.Buyer.VatId);
    }

    private static void Corrected(Sheet sheet)
    {
        if (sheet.Document.Corrects is not { } corrected)
        {
            return;
        }

        var text = string.Format(CultureInfo.InvariantCulture, sheet.Words.Corrects, corrected.Number, sheet.Words.Day(corrected.IssuedOn));
        sheet.Page.Text(Sheet.Left, sheet.Y, text, Sheet.Strong);
        sheet.Y += 13;
        foreach (var line in TextWrap.Wrap(corrected.Reason, Sheet.Body, Sheet.Right - Sheet.Left, most: 4))
        {
            sheet.Page.Text(Sheet.Left, sheet.Y, line, Sheet.Body);
            sheet.Y += 12;
        }

        sheet.Y += 6;
    }
}
