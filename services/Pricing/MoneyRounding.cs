namespace TicketFlow.Pricing;

/// <summary>
/// The one place where money is rounded: each line of a price, to the minor unit of its currency, half away from zero. Sums of rounded
/// lines need no rounding, so lines, charges, invoices and statistics agree to the last cent.
/// </summary>
public static class MoneyRounding
{
    /// <summary>Rounds the amount of one line.</summary>
    /// <param name="amount">Quantity times unit price, unrounded.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <exception cref="ArgumentException">The currency is unknown.</exception>
    public static decimal Line(decimal amount, string currency) =>
        Math.Round(amount, Currencies.MinorUnit(currency), MidpointRounding.AwayFromZero);
}
