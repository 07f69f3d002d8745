using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices;

/// <summary>An invoice that was issued, and the credit notes that took parts of it, or all, back.</summary>
/// <param name="Credited">The one that left nothing; null as long as something is left.</param>
public sealed record IssuedInvoice(InvoiceIssued Issued, InvoiceDocument Document, InvoiceCredited? Credited = null)
{
    /// <summary>The credit notes that left something, oldest first.</summary>
    public IReadOnlyList<InvoicePartlyCredited> Partly { get; init; } = [];

    /// <summary>What they took back.</summary>
    public IReadOnlyList<CreditedPart> PartsCredited => [.. Partly.SelectMany(note => note.Parts)];

    /// <summary>The credit note that left nothing, or null.</summary>
    public InvoiceDocument? CreditNote => Credited switch
    {
        null => null,
        { Parts: { } rest } last => PartialCredit.Of(Document, PartsCredited, rest, last.Number, last.IssuedOn, last.Reason),
        { } whole => Invoicing.Composing.CreditNote.Of(Document, whole.Number, whole.IssuedOn, whole.Reason),
    };

    /// <summary>All its credit notes, oldest first, each with the hashes it was issued with.</summary>
    public IEnumerable<(InvoiceDocument Document, IReadOnlyDictionary<string, string> Sha256)> CreditNotes()
    {
        for (var i = 0; i < Partly.Count; i++)
        {
            var note = Partly[i];
            var before = Partly.Take(i).SelectMany(earlier => earlier.Parts).ToList();
            yield return (PartialCredit.Of(Document, before, note.Parts, note.Number, note.IssuedOn, note.Reason), note.Sha256);
        }

        if (CreditNote is { } last)
        {
            yield return (last, Credited!.Sha256);
        }
    }

    /// <summary>The number of the credit note that was asked for in these words before; null when none was.</summary>
    internal string? NumberOf(CreditWish wish, string reason) =>
        Partly.FirstOrDefault(note => note.Wish == wish.Text && note.Reason == reason)?.Number
            ?? (Credited is { } last && last.Wish == wish.Text && last.Reason == reason ? last.Number : null);
}
