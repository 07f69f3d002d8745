namespace TicketFlow.Invoicing.Documents;

/// <summary>What kind of document it is.</summary>
public enum InvoiceKind
{
    /// <summary>Asks the buyer for money.</summary>
    Invoice,

    /// <summary>Takes an issued invoice back; its amounts are positive and owed to the buyer.</summary>
    CreditNote,
}

/// <summary>
/// Everything that stands on an invoice or credit note. It is frozen when it is issued: every rendering is a function of this record alone,
/// so the same record gives the same bytes on any machine, in any culture and time zone, for ever.
/// </summary>
public sealed record InvoiceDocument
{
    /// <summary>The layout it is rendered with. A change that would alter the bytes of issued documents gets the next number.</summary>
    public int Layout { get; init; } = 1;

    /// <summary>Invoice or credit note.</summary>
    public InvoiceKind Kind { get; init; }

    /// <summary>Its number; null as long as it is a draft.</summary>
    public string? Number { get; init; }

    /// <summary>The day it was issued, in the seller's time zone; null as long as it is a draft.</summary>
    public DateOnly? IssuedOn { get; init; }

    /// <summary>The day the money is due; null when the seller names none.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>The invoice that a credit note takes back.</summary>
    public CorrectedInvoice? Corrects { get; init; }

    /// <summary>The days it covers.</summary>
    public required InvoicePeriod Period { get; init; }

    /// <summary>ISO 4217 code.</summary>
    public required string Currency { get; init; }

    /// <summary>Decimal places of the currency's minor unit; every amount has at most as many.</summary>
    public int MinorUnits { get; init; } = 2;

    /// <summary>Language of the words on the PDF: <c>en</c> or <c>de</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Who asks for the money.</summary>
    public required Party Seller { get; init; }

    /// <summary>Who is asked: a cost centre.</summary>
    public required Party Buyer { get; init; }

    /// <summary>The cost centre as the organisation's data names it.</summary>
    public required string CostCentre { get; init; }

    /// <summary>How to pay; null for an internal settlement without payment.</summary>
    public PaymentDetails? Payment { get; init; }

    /// <summary>The lines, in the order they are printed: those of a group stand together.</summary>
    public required IReadOnlyList<InvoiceLine> Lines { get; init; }

    /// <summary>One entry per tax rate; their taxable amounts add up to <see cref="Net"/>.</summary>
    public required IReadOnlyList<TaxTotal> Taxes { get; init; }

    /// <summary>Sum of the lines' amounts.</summary>
    public decimal Net { get; init; }

    /// <summary>Sum of the taxes.</summary>
    public decimal Tax { get; init; }

    /// <summary><see cref="Net"/> plus <see cref="Tax"/>.</summary>
    public decimal Gross { get; init; }

    /// <summary>Number of jobs charged.</summary>
    public int Jobs { get; init; }

    /// <summary>Free words of the seller below the totals.</summary>
    public string? Note { get; init; }
}

/// <summary>The invoice a credit note takes back.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IssuedOn">The day it was issued.</param>
/// <param name="Reason">Why, in words for the buyer.</param>
public sealed record CorrectedInvoice(string Number, DateOnly IssuedOn, string Reason);

/// <summary>The days covered.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, included.</param>
/// <param name="TimeZone">IANA name of the zone in which the days begin and end.</param>
public sealed record InvoicePeriod(DateOnly From, DateOnly To, string TimeZone);

/// <summary>How to pay.</summary>
/// <param name="Iban">The seller's account.</param>
/// <param name="Bic">The bank's code.</param>
/// <param name="Bank">The bank's name.</param>
/// <param name="Terms">Terms in words.</param>
public sealed record PaymentDetails(string? Iban, string? Bic, string? Bank, string? Terms);
