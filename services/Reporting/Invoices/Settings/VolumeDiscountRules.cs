using TicketFlow.Invoicing.Composing;
using TicketFlow.Pricing;

namespace TicketFlow.Reporting.Invoices.Settings;

/// <summary>What volume discounts must be like. Pure.</summary>
internal static class VolumeDiscountRules
{
    private const int MostDiscounts = 20;
    private const int MostTiers = 20;

    /// <summary>A sentence for each problem; none when they can be used.</summary>
    public static IEnumerable<string> Problems(IReadOnlyList<VolumeDiscount> discounts)
    {
        if (discounts.Count > MostDiscounts)
        {
            yield return $"there are {discounts.Count} volumeDiscounts; {MostDiscounts} is the most";
        }

        foreach (var twice in discounts.GroupBy(d => d.Code, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            yield return $"the volume discount '{twice.Key}' stands there twice";
        }

        foreach (var problem in discounts.SelectMany(Of))
        {
            yield return problem;
        }

        // Together they never take more than there is, whoever reaches what.
        if (discounts.Sum(d => d.Tiers.Select(t => t.Percent).DefaultIfEmpty().Max()) > 100)
        {
            yield return "the volume discounts together take more than 100 %";
        }
    }

    private static IEnumerable<string> Of(VolumeDiscount discount)
    {
        if (string.IsNullOrWhiteSpace(discount.Code) || discount.Code.Length > 50 || string.IsNullOrWhiteSpace(discount.Text)
            || discount.Text.Length > 200)
        {
            yield return "a volume discount needs a code of at most 50 letters and a text of at most 200";
        }

        if (!Currencies.IsKnown(discount.Currency))
        {
            yield return $"volume discount {discount.Code}: currency '{discount.Currency}' is no code of ISO 4217";
        }

        if (discount.Tiers.Count is 0 or > MostTiers)
        {
            yield return $"volume discount {discount.Code}: it needs 1 to {MostTiers} tiers";
        }

        if (discount.Tiers.Any(t => t.From < 0 || t.Percent is <= 0 or > 100 || decimal.Round(t.Percent, 2) != t.Percent))
        {
            yield return $"volume discount {discount.Code}: a tier counts from 0 or more, and takes above 0 to 100 %, "
                + "with two decimals at most";
        }

        if (discount.Tiers.Zip(discount.Tiers.Skip(1)).Any(t => t.Second.From <= t.First.From))
        {
            yield return $"volume discount {discount.Code}: each tier must count from more than the one before";
        }
    }
}
