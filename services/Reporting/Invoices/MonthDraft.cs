using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices;

/// <summary>What became of a cost centre's draft.</summary>
internal enum DraftOutcome
{
    /// <summary>A draft was recorded.</summary>
    Drafted,

    /// <summary>The draft of before says the same.</summary>
    Unchanged,

    /// <summary>A draft would be recorded.</summary>
    WouldDraft,

    /// <summary>It is issued already.</summary>
    Issued,

    /// <summary>Nothing was charged.</summary>
    Empty,

    /// <summary>These charges belong to no cost centre; nobody is asked for them until somebody is named.</summary>
    Unassigned,
}

/// <summary>One cost centre of a month.</summary>
/// <param name="CostCentre">Empty: none.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Charges">Number of charges, also those of jobs that cost nothing.</param>
/// <param name="Unpriced">Of these without a price.</param>
/// <param name="Document">Added up.</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record DraftRow(
    string CostCentre, string Currency, int Charges, int Unpriced, InvoiceDocument Document, DraftOutcome Outcome)
{
    /// <summary>What the charges came to, before discounts by what the month comes to.</summary>
    public decimal Charged => Document.Net + Discount;

    /// <summary>What such discounts take off.</summary>
    public decimal Discount => -Document.Lines.Where(line => line.Tariff.Length == 0).Sum(line => line.Amount);

    /// <summary>The invoice's id; null for charges without cost centre.</summary>
    public string? Id { get; init; }

    /// <summary>Its number, when it is issued.</summary>
    public string? Number { get; init; }
}

/// <summary>A month, added up. The rows' charged sums are the charges' sum: nothing is left out.</summary>
internal sealed record MonthDraft(BillingMonth Month, IReadOnlyList<DraftRow> Rows);
