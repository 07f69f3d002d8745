namespace TicketFlow.Invoicing.Pdf;

/// <summary>The foot of each page: the seller's address, tax data and bank in three columns, and the page's number.</summary>
internal static class InvoiceFoot
{
    private const decimal Top = 774;
    private const decimal ColumnWidth = 158;

    public static void Draw(Sheet sheet, PdfPage page, string pageNumber)
    {
        page.Line(Sheet.Left, Sheet.Right, Top, 0.5m, Ink.Rule);
        var column = Sheet.Left;
        foreach (var lines in Columns(sheet))
        {
            var y = Top + 12;
            foreach (var line in lines.OfType<string>().Where(l => l.Length > 0).Take(5))
            {
                page.Text(column, y, TextWrap.Shorten(line, Sheet.Small, ColumnWidth - 8), Sheet.Small);
                y += 9;
            }

            column += ColumnWidth;
        }

        page.Text(Sheet.Right, PdfFile.Height - 18, pageNumber, Sheet.Small, Align.Right);
    }

    private static IEnumerable<IEnumerable<string?>> Columns(Sheet sheet)
    {
        var (seller, words, payment) = (sheet.Document.Seller, sheet.Words, sheet.Document.Payment);
        yield return seller.AddressLines();
        yield return
        [
            seller.VatId is { } vat ? $"{words.VatId} {vat}" : null,
            seller.TaxNumber is { } tax ? $"{words.TaxNumber} {tax}" : null,
            seller.Registration,
            seller.Contact,
            string.Join(" · ", new[] { seller.Phone, seller.Email }.OfType<string>()),
        ];
        yield return
        [
            payment?.Bank,
            payment?.Iban is { } iban ? $"IBAN {iban}" : null,
            payment?.Bic is { } bic ? $"BIC {bic}" : null,
        ];
    }
}
