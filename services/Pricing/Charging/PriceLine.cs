namespace TicketFlow.Pricing;

/// <summary>One line of a price.</summary>
/// <param name="Code">The rule of the tariff, or one of <see cref="PriceCodes"/>.</param>
/// <param name="Text">For people.</param>
/// <param name="Quantity">How many units; for a discount the amount it is taken from.</param>
/// <param name="Unit">One of <see cref="PriceUnits"/>.</param>
/// <param name="UnitPrice">Up to six decimals; for a discount the negative part, 10 % is -0.1.</param>
/// <param name="Amount">Quantity times unit price, rounded by <see cref="MoneyRounding.Line"/>; negative for what is taken off.</param>
public sealed record PriceLine(string Code, string Text, decimal Quantity, string Unit, decimal UnitPrice, decimal Amount);
