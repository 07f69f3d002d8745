using System.Globalization;

namespace TicketFlow.Pricing;

/// <summary>What a job costs under a tariff. Pure and total: the same job and tariff give the same price for ever.</summary>
public static class Pricer
{
    private const decimal BytesPerMegabyte = 1_000_000m;

    /// <summary>Prices a job that printed, or will.</summary>
    public static Price Of(PricedJob job, Tariff tariff)
    {
        var lines = new List<PriceLine>();
        if (AddRules(job, tariff, lines))
        {
            // A guess for a part would look like a price for the whole: one line stands for the job.
            var instead = Unknown(tariff);
            return new Price(tariff.Name, tariff.Version, tariff.Currency, [instead], instead.Amount);
        }

        AddDiscounts(job, tariff, lines);
        if (!job.IsLease || lines.Count > 0)
        {
            AddLimits(tariff, lines);
        }

        return new Price(tariff.Name, tariff.Version, tariff.Currency, lines, lines.Sum(line => line.Amount));
    }

    /// <summary>Prices a job that did not print: nothing, and why.</summary>
    /// <param name="tariff">The tariff in force.</param>
    /// <param name="outcome">What happened, for example <c>interrupted</c>.</param>
    public static Price Refunded(Tariff tariff, string outcome) => new(
        tariff.Name, tariff.Version, tariff.Currency, [new PriceLine(PriceCodes.Refund, outcome, 0, PriceUnits.Job, 0, 0)], 0);

    /// <returns>Whether a rule applies to a quantity that is unknown.</returns>
    private static bool AddRules(PricedJob job, Tariff tariff, List<PriceLine> lines)
    {
        var isUnknown = false;
        var groups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rule in tariff.Rules)
        {
            if ((job.IsLease && rule.Per != PriceUnits.Minute) || !rule.When.Holds(job, tariff.TimeZone)
                || (rule.Group is not null && !groups.Add(rule.Group)))
            {
                continue;
            }

            if (QuantityOf(job, rule.Per) is { } quantity)
            {
                lines.Add(Line(tariff, rule.Code, rule.Text, quantity, rule.Per, rule.UnitPrice));
            }
            else
            {
                isUnknown = true;
            }
        }

        return isUnknown;
    }

    private static decimal? QuantityOf(PricedJob job, string per) => per switch
    {
        PriceUnits.Job => 1,
        PriceUnits.Page => job.AllPages,
        PriceUnits.Sheet => job.AllSheets,
        PriceUnits.Megabyte => job.Bytes / BytesPerMegabyte,
        PriceUnits.Minute => job.Lasted is { } lasted ? (lasted.Ticks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute : null,
        _ => throw new ArgumentOutOfRangeException(nameof(per), per, "A tariff that was read has no such unit."),
    };

    /// <summary>Each discount is taken from the rules' amounts, not from what another one left; together they take at most all.</summary>
    private static void AddDiscounts(PricedJob job, Tariff tariff, List<PriceLine> lines)
    {
        var charged = lines.ToArray();
        var left = charged.Sum(line => line.Amount);
        foreach (var discount in tariff.Discounts.Where(d => d.When.Holds(job, tariff.TimeZone)))
        {
            var taken = charged.Where(line => discount.On?.Contains(line.Code, StringComparer.Ordinal) ?? true).Sum(line => line.Amount);
            var line = Line(tariff, discount.Code, discount.Text, taken, PriceUnits.Amount, -discount.Percent / 100);
            line = -line.Amount > left ? line with { Amount = -left } : line;
            if (line.Amount != 0)
            {
                lines.Add(line);
                left += line.Amount;
            }
        }
    }

    private static PriceLine Unknown(Tariff tariff) => tariff.UnknownFlat is { } flat
        ? Line(tariff, PriceCodes.UnknownFlat, "Flat price: pages, sheets or time are not known", 1, PriceUnits.Job, flat)
        : new PriceLine(PriceCodes.Unpriced, "Not priced: pages, sheets or time are not known", 0, PriceUnits.Job, 0, 0);

    private static void AddLimits(Tariff tariff, List<PriceLine> lines)
    {
        var sum = lines.Sum(line => line.Amount);
        if (tariff.Minimum is { } minimum && sum < minimum)
        {
            lines.Add(Line(tariff, PriceCodes.Minimum, $"At least {Shown(minimum)} a job", 1, PriceUnits.Job, minimum - sum));
        }
        else if (tariff.Maximum is { } maximum && sum > maximum)
        {
            lines.Add(Line(tariff, PriceCodes.Maximum, $"At most {Shown(maximum)} a job", 1, PriceUnits.Job, maximum - sum));
        }
    }

    private static PriceLine Line(Tariff tariff, string code, string text, decimal quantity, string unit, decimal unitPrice) =>
        new(code, text, quantity, unit, unitPrice, MoneyRounding.Line(quantity * unitPrice, tariff.Currency));

    private static string Shown(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);
}
