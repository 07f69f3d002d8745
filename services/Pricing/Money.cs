using System.Globalization;

namespace TicketFlow.Pricing;

/// <summary>An amount with its currency. Amounts of different currencies are never added.</summary>
/// <param name="Amount">In the currency's major unit; already rounded.</param>
/// <param name="Currency">ISO 4217, for example <c>EUR</c>.</param>
public readonly record struct Money(decimal Amount, string Currency)
{
    /// <summary>The sum.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money one, Money other) => one with { Amount = one.Amount + Same(one, other).Amount };

    /// <summary>The difference.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money one, Money other) => one with { Amount = one.Amount - Same(one, other).Amount };

    /// <summary>For people and for machines alike, for example <c>0.10 EUR</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Amount.ToString(Form(Currency), CultureInfo.InvariantCulture)} {Currency}");

    private static string Form(string currency) => string.Create(CultureInfo.InvariantCulture, $"F{Currencies.MinorUnit(currency)}");

    private static Money Same(Money one, Money other) => one.Currency == other.Currency
        ? other
        : throw new InvalidOperationException($"{one.Currency} and {other.Currency} cannot be added.");
}
