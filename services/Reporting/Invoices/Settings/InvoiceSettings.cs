using TicketFlow.Invoicing.Composing;
using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Reporting.Invoices.Settings;

/// <summary>Who sends invoices to whom, and how. What was issued keeps the settings of its day.</summary>
public sealed record InvoiceSettings
{
    /// <summary>Who asks for the money.</summary>
    public required Party Seller { get; init; }

    /// <summary>How to pay; without it an internal settlement.</summary>
    public PaymentDetails? Payment { get; init; }

    /// <summary>Days until the money is due; null: not printed.</summary>
    public int? DueDays { get; init; }

    /// <summary>IANA name of the zone in which months begin and end.</summary>
    public string TimeZone { get; init; } = "Europe/Berlin";

    /// <summary><c>en</c> or <c>de</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>What numbers begin with, before the year: <c>RE-</c> gives RE-2026-000001.</summary>
    public string NumberPrefix { get; init; } = "";

    /// <summary>The tax where the buyer has none of its own.</summary>
    public required TaxRate Tax { get; init; }

    /// <summary>What lines stand under.</summary>
    public InvoiceGrouping GroupBy { get; init; }

    /// <summary>Hours after the end of a month before it can be issued. Default 1.</summary>
    public int CloseAfterHours { get; init; } = 1;

    /// <summary>Words below the totals.</summary>
    public string? Note { get; init; }

    /// <summary>The cost centres that are more than their name.</summary>
    public IReadOnlyList<InvoiceBuyer> Buyers { get; init; } = [];

    /// <summary>Discounts by what a month comes to.</summary>
    public IReadOnlyList<VolumeDiscount> VolumeDiscounts { get; init; } = [];

    /// <summary>What an invoice of this cost centre and month does not take from the charges.</summary>
    public InvoiceTerms TermsFor(string costCentre, BillingMonth month)
    {
        var buyer = Buyers.FirstOrDefault(b => string.Equals(b.CostCentre, costCentre, StringComparison.Ordinal));
        return new InvoiceTerms
        {
            Seller = Seller,
            Buyer = buyer?.Party ?? new Party { Name = costCentre, Country = Seller.Country },
            CostCentre = costCentre,
            Period = month.Period(TimeZone),
            Tax = buyer?.Tax ?? Tax,
            Language = buyer?.Language ?? Language,
            Payment = Payment,
            Note = Note,
            VolumeDiscounts = VolumeDiscounts,
        };
    }
}

/// <summary>A cost centre's name, address and tax.</summary>
/// <param name="CostCentre">As the organisation's data names it.</param>
/// <param name="Party">As printed.</param>
/// <param name="Tax">Its own tax, or null.</param>
/// <param name="Language">Its own language, or null.</param>
public sealed record InvoiceBuyer(string CostCentre, Party Party, TaxRate? Tax = null, string? Language = null);
