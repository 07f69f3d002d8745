using System.Globalization;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Files;
using TicketFlow.Reporting.Invoices.Settings;

namespace TicketFlow.Reporting.Invoices;

/// <summary>Proves issued invoices: their sums, their bytes, their charges and their numbers, each computed again.</summary>
internal sealed class InvoiceVerification(IDocumentStore store, NpgsqlDataSource database)
{
    private readonly ChargedMonth _charges = new(database);

    /// <summary>A sentence for each difference; none when the invoice is what it should be.</summary>
    public async Task<IReadOnlyList<string>> InvoiceAsync(IssuedInvoice issued, CancellationToken cancellation)
    {
        var findings = new List<string>(InvoiceArithmetic.Problems(issued.Document));
        findings.AddRange(Bytes(issued.Document, issued.Issued.Sha256));
        var notes = issued.CreditNotes().ToList();
        findings.AddRange(notes.SelectMany(note => Bytes(note.Document, note.Sha256)));
        if (notes.Sum(note => note.Document.Net) > issued.Document.Net || notes.Sum(note => note.Document.Gross) > issued.Document.Gross)
        {
            findings.Add("more of it was credited than it asked for");
        }

        // A credited invoice may have been wrong: its charges are those of the one that came after it.
        if (issued.Credited is null)
        {
            findings.AddRange(InvoiceComparison.Differences(issued.Document, await AgainAsync(issued, cancellation)));
        }

        return [.. findings.Select(f => $"{issued.Issued.Number}: {f}")];
    }

    /// <summary>Whether the numbers of a year are 1, 2, 3 … and each is that of an invoice or credit note that exists.</summary>
    public async Task<IReadOnlyList<string>> NumbersAsync(int year, CancellationToken cancellation)
    {
        var findings = new List<string>();
        var archive = new InvoiceArchive(store, database);
        var session = store.LightweightSession();
        var expected = 0L;
        foreach (var e in await session.Events.FetchStreamAsync(InvoiceId.NumberStream(year), cancellation: cancellation))
        {
            var taken = (InvoiceNumberTaken)e.Data;
            expected++;
            if (taken.Value != expected || e.Version != expected)
            {
                findings.Add(string.Create(CultureInfo.InvariantCulture,
                    $"number {expected} of {year} is missing; {taken.Number} stands there"));
            }

            if (await archive.FindAsync(taken.Number, cancellation) is null)
            {
                findings.Add($"{taken.Number} was given to {taken.Invoice}, which does not have it");
            }
        }

        return findings;
    }

    private static IEnumerable<string> Bytes(InvoiceDocument document, IReadOnlyDictionary<string, string> issued)
    {
        var now = InvoiceFile.Hashes(document);
        return issued.Where(h => now.GetValueOrDefault(h.Key) != h.Value)
            .Select(h => $"{document.Number} as {h.Key} has other bytes than when it was issued");
    }

    private async Task<InvoiceDocument> AgainAsync(IssuedInvoice issued, CancellationToken cancellation)
    {
        var document = issued.Document;
        var settings = new InvoiceSettings
        {
            Seller = document.Seller,
            Tax = document.Taxes[0].Rate,
            TimeZone = document.Period.TimeZone,
            GroupBy = issued.Issued.GroupBy,
            VolumeDiscounts = issued.Issued.VolumeDiscounts ?? [],
        };
        var month = BillingMonth.Of(document.Period.From);
        var charged = await _charges.ReadAsync(month, settings, document.CostCentre, null, cancellation);
        var sum = charged.FirstOrDefault(c => c.Currency == document.Currency)?.Sum
            ?? new InvoiceComposer(document.Currency, issued.Issued.GroupBy);
        return sum.Compose(settings.TermsFor(document.CostCentre, month));
    }
}
