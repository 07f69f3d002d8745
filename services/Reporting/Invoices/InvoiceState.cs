using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices;

/// <summary>Where the invoice of a cost centre and month stands.</summary>
public enum InvoiceStatus
{
    /// <summary>There is nothing, or nothing any more.</summary>
    None,

    /// <summary>Added up, not sent.</summary>
    Drafted,

    /// <summary>Sent.</summary>
    Issued,

    /// <summary>Sent and taken back; it may be drafted again.</summary>
    Credited,
}


/// <summary>The folded stream of an invoice.</summary>
public sealed record InvoiceState
{
    /// <summary>Before the first event.</summary>
    public static InvoiceState Empty { get; } = new();

    /// <summary>Where it stands.</summary>
    public InvoiceStatus Status { get; init; }

    /// <summary>The newest draft.</summary>
    public InvoiceDrafted? Draft { get; init; }

    /// <summary>All that were issued, oldest first: more than one when it was credited and issued anew.</summary>
    public IReadOnlyList<IssuedInvoice> Issued { get; init; } = [];

    /// <summary>Frozen lines that wait for their <see cref="InvoiceIssued"/>.</summary>
    public IReadOnlyList<InvoiceLine> Frozen { get; init; } = [];

    /// <summary>Folds one event.</summary>
    public static InvoiceState Evolve(InvoiceState? state, object fact)
    {
        var now = state ?? Empty;
        return fact switch
        {
            InvoiceDrafted e => now with { Status = InvoiceStatus.Drafted, Draft = e },
            InvoiceDraftWithdrawn => now with
            {
                Status = now.Issued.Count > 0 ? InvoiceStatus.Credited : InvoiceStatus.None,
                Draft = null,
            },
            InvoiceLinesFrozen e => now with { Frozen = [.. now.Frozen, .. e.Lines] },
            InvoiceLinksFrozen e => now with { Frozen = FrozenLines.Extend(now.Frozen, e) },
            InvoiceIssued e => now with
            {
                Status = InvoiceStatus.Issued,
                Frozen = [],
                Draft = null,
                Issued = [.. now.Issued, new IssuedInvoice(e, e.Document with { Lines = now.Frozen })],
            },
            InvoicePartlyCredited e => now with
            {
                Issued = [.. now.Issued.SkipLast(1), now.Issued[^1] with { Partly = [.. now.Issued[^1].Partly, e] }],
            },
            InvoiceCredited e => now with
            {
                Status = InvoiceStatus.Credited,
                Issued = [.. now.Issued.SkipLast(1), now.Issued[^1] with { Credited = e }],
            },
            _ => now,
        };
    }
}

/// <summary>The numbers of a year.</summary>
/// <param name="Last">The last one given.</param>
/// <param name="LastDay">Its day.</param>
public sealed record InvoiceNumbers(long Last, DateOnly LastDay)
{
    /// <summary>Folds one event.</summary>
    public static InvoiceNumbers? Evolve(InvoiceNumbers? state, object fact) =>
        fact is InvoiceNumberTaken taken ? new InvoiceNumbers(taken.Value, taken.IssuedOn) : state;
}
