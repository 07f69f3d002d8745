using TicketFlow.Pricing;

namespace TicketFlow.Invoicing.Composing;

/// <summary>What was charged to a user in a month.</summary>
/// <param name="Net">Sum of the charges.</param>
/// <param name="Jobs">Jobs with an amount.</param>
public readonly record struct UserMonth(decimal Net, int Jobs);

/// <summary>Finds what a month's charges earn. Pure: the same charges give the same discounts for ever.</summary>
public static class VolumeDiscounts
{
    /// <summary>The discounts, in the order of the settings and then of the users' names (by code point).</summary>
    /// <param name="discounts">As set.</param>
    /// <param name="costCentre">Who pays; empty: nobody, so nothing is granted.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <param name="users">The month of each user, as far as the cost centre pays.</param>
    public static IEnumerable<GrantedDiscount> Of(
        IEnumerable<VolumeDiscount> discounts, string costCentre, string currency, IReadOnlyDictionary<string, UserMonth> users)
    {
        // Each is rounded by itself: together they take no more than there is.
        var left = users.Values.Sum(u => u.Net);
        foreach (var granted in All(discounts, costCentre, currency, users))
        {
            var taken = Math.Min(granted.Amount, left);
            left -= taken;
            if (taken > 0)
            {
                yield return granted with { Amount = taken };
            }
        }
    }

    private static IEnumerable<GrantedDiscount> All(
        IEnumerable<VolumeDiscount> discounts, string costCentre, string currency, IReadOnlyDictionary<string, UserMonth> users) =>
        discounts.Where(d => IsFor(d, costCentre, currency)).SelectMany(d => d.Per == VolumeSubject.User
            ? users.OrderBy(u => u.Key, StringComparer.Ordinal).Select(u => Granted(d, u.Key, u.Value, currency))
            : [Granted(d, null, new UserMonth(users.Values.Sum(u => u.Net), users.Values.Sum(u => u.Jobs)), currency)])
            .OfType<GrantedDiscount>();

    private static bool IsFor(VolumeDiscount discount, string costCentre, string currency) =>
        costCentre.Length > 0 && discount.Currency == currency
        && (discount.CostCentres is null || discount.CostCentres.Contains(costCentre, StringComparer.Ordinal));

    private static GrantedDiscount? Granted(VolumeDiscount discount, string? user, UserMonth month, string currency)
    {
        var percent = discount.Tiers.Where(t => t.From <= month.Net).MaxBy(t => t.From)?.Percent ?? 0;
        var amount = MoneyRounding.Line(month.Net * percent / 100, currency);
        return amount > 0 ? new(discount, user, month.Net, percent, amount, month.Jobs) : null;
    }
}
