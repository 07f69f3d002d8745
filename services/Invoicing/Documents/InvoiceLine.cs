namespace TicketFlow.Invoicing.Documents;

/// <summary>One line: what the jobs of a group cost under one price of one version of a tariff.</summary>
public sealed record InvoiceLine
{
    /// <summary>1, 2, 3 …</summary>
    public int Position { get; init; }

    /// <summary>The heading it stands under, for example the printer.</summary>
    public required string Group { get; init; }

    /// <summary>The price's code in the tariff.</summary>
    public required string Code { get; init; }

    /// <summary>The price in words.</summary>
    public required string Text { get; init; }

    /// <summary>Quantity.</summary>
    public decimal Quantity { get; init; }

    /// <summary>The quantity's unit, as the tariff names it: <c>page</c>, <c>sheet</c>, <c>job</c>, <c>minute</c> …</summary>
    public required string Unit { get; init; }

    /// <summary>Price of one unit, not rounded.</summary>
    public decimal UnitPrice { get; init; }

    /// <summary>
    /// Sum of the amounts of the single jobs, each rounded to the minor unit. It may differ from quantity × price: see
    /// <see cref="RoundingDifference"/>.
    /// </summary>
    public decimal Amount { get; init; }

    /// <summary>The tax on it.</summary>
    public required TaxRate Tax { get; init; }

    /// <summary>Name of the tariff; empty: a discount by what the month comes to, which is no job's.</summary>
    public required string Tariff { get; init; }

    /// <summary>Version of the tariff.</summary>
    public int TariffVersion { get; init; }

    /// <summary>How sure the jobs' completion is (design D8); null when nothing was said.</summary>
    public string? Grade { get; init; }

    /// <summary>Number of jobs.</summary>
    public int Jobs { get; init; }

    /// <summary>Sequence numbers of the events that ended these jobs, as <see cref="EventLinks"/> writes them.</summary>
    public required string Events { get; init; }

    /// <summary>Amount minus the rounded product of quantity and price, because each job was rounded by itself.</summary>
    public decimal RoundingDifference(int minorUnits) =>
        Amount - Math.Round(Quantity * UnitPrice, minorUnits, MidpointRounding.AwayFromZero);
}

/// <summary>A rate of tax.</summary>
/// <param name="Category">UNCL 5305 code: <c>S</c> standard, <c>Z</c> zero, <c>E</c> exempt, <c>AE</c> reverse charge, <c>O</c> not
/// subject.</param>
/// <param name="Percent">Percent of the net amount.</param>
/// <param name="Reason">Why no tax is due; needed for <c>E</c>, <c>AE</c> and <c>O</c>.</param>
public sealed record TaxRate(string Category, decimal Percent, string? Reason = null);

/// <summary>The tax of one rate.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Taxable">Sum of the lines of this rate.</param>
/// <param name="Tax">The tax on that sum, rounded once, half away from zero.</param>
public sealed record TaxTotal(TaxRate Rate, decimal Taxable, decimal Tax);
