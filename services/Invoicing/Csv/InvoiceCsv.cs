using System.Globalization;
using CsvHelper;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Csv;

/// <summary>
/// One row per line, RFC 4180 (CRLF, quotes where needed), UTF-8 without byte order mark. A text that a spreadsheet would take for a
/// formula
/// begins with an apostrophe (OWASP, "CSV injection"); numbers are written as they are.
/// </summary>
public static class InvoiceCsv
{
    /// <summary>The columns, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "kind", "number", "issued_on", "period_from", "period_to", "cost_centre", "buyer", "position", "group", "code", "text",
        "quantity", "unit",
        "unit_price", "amount", "currency", "tax_category", "tax_percent", "tariff", "tariff_version", "grade", "jobs", "events",
    ];

    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with
    {
        NewLine = "\r\n",
        Injection = CsvInjection.Escape,
        FormatProvider = CultureInfo.InvariantCulture,
        WriteByteOrderMark = false,
    };

    /// <summary>All lines of a document, with a heading row.</summary>
    public static byte[] Render(InvoiceDocument document)
    {
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Options, leaveOpen: true))
        {
            foreach (var column in Columns)
            {
                csv.WriteField(column);
            }

            csv.EndRecord();
            foreach (var line in document.Lines)
            {
                Heading(csv, document);
                Row(csv, line, document);
                csv.EndRecord();
            }
        }

        return bytes.ToArray();
    }

    private static void Heading(CsvWriter csv, InvoiceDocument document)
    {
        csv.WriteField(document.Kind == InvoiceKind.Invoice ? "invoice" : "credit-note");
        csv.WriteField(document.Number ?? "");
        csv.WriteField(document.IssuedOn is { } issued ? Figures.Day(issued) : "");
        csv.WriteField(document.Period.From);
        csv.WriteField(document.Period.To);
        csv.WriteField(document.CostCentre);
        csv.WriteField(document.Buyer.Name);
    }

    private static void Row(CsvWriter csv, InvoiceLine line, InvoiceDocument document)
    {
        csv.WriteField(line.Position, "0");
        csv.WriteField(line.Group);
        csv.WriteField(line.Code);
        csv.WriteField(line.Text);
        csv.WriteField(line.Quantity, Figures.PlainForm);
        csv.WriteField(line.Unit);
        csv.WriteField(line.UnitPrice, Figures.PriceForm(document.MinorUnits));
        csv.WriteField(line.Amount, Figures.AmountForm(document.MinorUnits));
        csv.WriteField(document.Currency);
        csv.WriteField(line.Tax.Category);
        csv.WriteField(line.Tax.Percent, Figures.PlainForm);
        csv.WriteField(line.Tariff);
        csv.WriteField(line.TariffVersion, "0");
        csv.WriteField(line.Grade ?? "");
        csv.WriteField(line.Jobs, "0");
        csv.WriteField(line.Events);
    }
}
