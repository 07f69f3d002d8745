namespace TicketFlow.Pricing;

/// <summary>What a job costs under a tariff.</summary>
/// <param name="Tariff">The tariff's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Lines">How it comes about, in the order of the tariff; rules, then discounts, then minimum or maximum.</param>
/// <param name="Net">The sum of the lines' amounts, without tax; never negative.</param>
public sealed record Price(string Tariff, int Version, string Currency, IReadOnlyList<PriceLine> Lines, decimal Net)
{
    /// <summary>Whether something of the job is unknown that the tariff refuses to guess.</summary>
    public bool IsUnpriced => Lines.Any(line => line.Code == PriceCodes.Unpriced);
}
