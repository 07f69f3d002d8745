namespace TicketFlow.Reporting.Invoices;

/// <summary>A line of the list.</summary>
/// <param name="Id">The invoice's id.</param>
/// <param name="Kind"><c>draft</c>, <c>invoice</c> or <c>credit-note</c>.</param>
/// <param name="Number">Null for drafts.</param>
/// <param name="Month">The month billed.</param>
/// <param name="CostCentre">Who pays.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Net">Negative for credit notes, so that a column adds up.</param>
/// <param name="Tax">Negative for credit notes.</param>
/// <param name="Gross">Negative for credit notes.</param>
/// <param name="Jobs">Jobs charged.</param>
/// <param name="IssuedOn">The day, or null.</param>
/// <param name="CreditedBy">Of an invoice of which nothing is left: the last credit note's number.</param>
/// <param name="Corrects">Of a credit note: the invoice's number.</param>
internal sealed record InvoiceRow(
    string Id, string Kind, string? Number, string Month, string CostCentre, string Currency, decimal Net, decimal Tax, decimal Gross,
    int Jobs,
    string? IssuedOn, string? CreditedBy = null, string? Corrects = null);

/// <summary>What of an event the list needs.</summary>
internal sealed record InvoiceFact(
    string Id, string Type, string? Number, string? From, string? Currency, decimal Net, decimal Tax, decimal Gross, string? IssuedOn,
    string? CostCentre, int Jobs);

/// <summary>Folds events, ordered by invoice, to rows.</summary>
internal sealed class InvoiceList
{
    private readonly List<InvoiceRow> _rows = [];

    public IReadOnlyList<InvoiceRow> Rows => _rows;

    public void Add(InvoiceFact fact)
    {
        switch (fact.Type)
        {
            case "invoice_drafted":
                DropDraft(fact.Id);
                _rows.Add(Of(fact, "draft"));
                break;
            case "invoice_draft_withdrawn":
                DropDraft(fact.Id);
                break;
            case "invoice_issued":
                DropDraft(fact.Id);
                _rows.Add(Of(fact, "invoice"));
                break;
            default:
                Credit(fact);
                break;
        }
    }

    private static InvoiceRow Of(InvoiceFact fact, string kind) => new(
        fact.Id, kind, fact.Number, fact.From![..7], fact.CostCentre!, fact.Currency!, fact.Net, fact.Tax, fact.Gross, fact.Jobs,
            fact.IssuedOn);

    private void DropDraft(string id)
    {
        if (_rows is [.., { Kind: "draft" } last] && last.Id == id)
        {
            _rows.RemoveAt(_rows.Count - 1);
        }
    }

    private void Credit(InvoiceFact fact)
    {
        var at = _rows.FindLastIndex(r => r.Id == fact.Id && r.Kind == "invoice");
        var invoice = _rows[at];
        var isPart = fact.Net != 0;
        if (fact.Type == "invoice_credited")
        {
            _rows[at] = invoice with { CreditedBy = fact.Number };
        }

        _rows.Add(invoice with
        {
            Kind = "credit-note",
            Number = fact.Number,
            Net = isPart ? -fact.Net : -invoice.Net,
            Tax = isPart ? -fact.Tax : -invoice.Tax,
            Gross = isPart ? -fact.Gross : -invoice.Gross,
            Jobs = isPart ? fact.Jobs : invoice.Jobs,
            IssuedOn = fact.IssuedOn,
            Corrects = invoice.Number,
        });
    }
}
