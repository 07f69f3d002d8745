using System.Security.Cryptography;
using TicketFlow.Invoicing.Csv;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Json;
using TicketFlow.Invoicing.Pdf;
using TicketFlow.Invoicing.Ubl;

namespace TicketFlow.Invoicing.Files;

/// <summary>A form in which an invoice leaves the house.</summary>
/// <param name="Name">As asked for, and the file's extension: <c>pdf</c>, <c>csv</c>, <c>json</c>, <c>xml</c> (UBL 2.1).</param>
/// <param name="MediaType">Its media type.</param>
/// <param name="Render">Its bytes: the same document gives the same bytes for ever.</param>
/// <param name="NeedsNumber">Whether a draft cannot have it.</param>
public sealed record InvoiceFile(string Name, string MediaType, Func<InvoiceDocument, byte[]> Render, bool NeedsNumber = false)
{
    /// <summary>All forms.</summary>
    public static IReadOnlyList<InvoiceFile> All { get; } =
    [
        new("pdf", "application/pdf", InvoicePdf.Render),
        new("csv", "text/csv; charset=utf-8", InvoiceCsv.Render),
        new("json", "application/json", InvoiceJson.Render),
        new("xml", "application/xml", UblDocument.Render, NeedsNumber: true),
    ];

    /// <summary>The form of that name, or null.</summary>
    public static InvoiceFile? Find(string name) =>
        All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>SHA-256 of each form the document has, as lower-case hexadecimal digits.</summary>
    public static IReadOnlyDictionary<string, string> Hashes(InvoiceDocument document) =>
        All.Where(f => document.Number is not null || !f.NeedsNumber)
            .ToDictionary(f => f.Name, f => Hash(f.Render(document)), StringComparer.Ordinal);

    /// <summary>SHA-256 of the document as canonical JSON: two documents with the same hash say the same.</summary>
    public static string HashOf(InvoiceDocument document) => Hash(InvoiceJson.Render(document));

    /// <summary>The document's file name, without a sign that a file system or a header could misread.</summary>
    public string FileName(InvoiceDocument document)
    {
        var name = (document.Number ?? $"draft-{document.CostCentre}")
            .Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_');
        return $"{string.Concat(name)}.{Name}";
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
