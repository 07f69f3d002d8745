using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Composing;

/// <summary>Takes an issued invoice back as a whole; a corrected one may then be issued for the same period.</summary>
public static class CreditNote
{
    /// <summary>The credit note of an invoice. It says the same lines and amounts; they are owed to the buyer.</summary>
    /// <exception cref="ArgumentException">Not an issued invoice.</exception>
    public static InvoiceDocument Of(InvoiceDocument invoice, string number, DateOnly issuedOn, string reason) =>
        invoice is { Kind: InvoiceKind.Invoice, Number: { } original, IssuedOn: { } day }
            ? invoice with
            {
                Kind = InvoiceKind.CreditNote,
                Number = number,
                IssuedOn = issuedOn,
                DueOn = null,
                Corrects = new CorrectedInvoice(original, day, reason),
                Payment = invoice.Payment is { } payment ? payment with { Terms = null } : null,
                Note = null,
            }
            : throw new ArgumentException("Only an issued invoice can be credited.", nameof(invoice));
}
