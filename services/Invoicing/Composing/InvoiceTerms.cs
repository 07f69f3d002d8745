using TicketFlow.Invoicing.Documents;

namespace TicketFlow.Invoicing.Composing;

/// <summary>What an invoice's lines stand under. Stored in settings; never rename.</summary>
public enum InvoiceGrouping
{
    /// <summary>A heading per printer or other resource.</summary>
    Resource,

    /// <summary>A heading per user.</summary>
    User,

    /// <summary>A heading per department.</summary>
    Department,

    /// <summary>A heading per job, with its title: long, but each job can be seen.</summary>
    Job,
}

/// <summary>What of an invoice does not come from the charges.</summary>
public sealed record InvoiceTerms
{
    /// <summary>Who asks for the money.</summary>
    public required Party Seller { get; init; }

    /// <summary>Who is asked.</summary>
    public required Party Buyer { get; init; }

    /// <summary>The cost centre.</summary>
    public required string CostCentre { get; init; }

    /// <summary>The days covered.</summary>
    public required InvoicePeriod Period { get; init; }

    /// <summary>The tax on every line.</summary>
    public required TaxRate Tax { get; init; }

    /// <summary><c>en</c> or <c>de</c>.</summary>
    public string Language { get; init; } = "en";

    /// <summary>How to pay.</summary>
    public PaymentDetails? Payment { get; init; }

    /// <summary>Words below the totals.</summary>
    public string? Note { get; init; }

    /// <summary>Discounts by what the month comes to.</summary>
    public IReadOnlyList<VolumeDiscount> VolumeDiscounts { get; init; } = [];
}
