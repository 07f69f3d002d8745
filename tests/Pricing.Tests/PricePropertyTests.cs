using TicketFlow.Pricing;

namespace Pricing.Tests;

/// <summary>Laws that hold for every job and every tariff; the seed is fixed and printed on failure.</summary>
public sealed class PricePropertyTests
{
    private const int Seed = 20261121;

    [Fact]
    public void Of_any_job_under_any_tariff_the_lines_add_up_to_a_net_that_is_whole_coins_and_never_negative()
    {
        var dice = new Random(Seed);
        for (var i = 0; i < 5_000; i++)
        {
            var tariff = AnyTariff(dice);
            var job = AnyJob(dice);
            var price = Pricer.Of(job, tariff);
            var digits = Currencies.MinorUnit(tariff.Currency);
            var about = $"seed {Seed}, round {i}: {price}";

            price.Lines.Sum(line => line.Amount).ShouldBe(price.Net, about);
            price.Net.ShouldBeGreaterThanOrEqualTo(0, about);
            price.Lines.All(line => decimal.Round(line.Amount, digits) == line.Amount).ShouldBeTrue(about);
            var isFlat = price.Lines.Any(line => line.Code == PriceCodes.UnknownFlat);
            price.Net.ShouldBeLessThanOrEqualTo((isFlat ? tariff.UnknownFlat : tariff.Maximum) ?? decimal.MaxValue, about);
            Pricer.Of(job, tariff).Lines.ShouldBe(price.Lines, about);
        }
    }

    [Fact]
    public void More_pages_never_cost_less()
    {
        var dice = new Random(Seed);
        for (var i = 0; i < 2_000; i++)
        {
            var tariff = AnyTariff(dice) with { Discounts = [], UnknownFlat = null };
            var job = AnyJob(dice) with { Pages = dice.Next(1, 1000), Sides = 1, Lasted = TimeSpan.Zero };

            Pricer.Of(job with { Pages = job.Pages + dice.Next(100) }, tariff).Net.ShouldBeGreaterThanOrEqualTo(Pricer.Of(job, tariff).Net);
        }
    }

    private static PricedJob AnyJob(Random dice) => Sample.Job with
    {
        At = Sample.Noon.AddMinutes(dice.Next(600_000)),
        Pages = Maybe(dice, dice.Next(0, 100_000)),
        Copies = Maybe(dice, dice.Next(1, 999)),
        Colour = Maybe(dice, dice.Next(2) == 0),
        Sides = Maybe(dice, dice.Next(1, 3)),
        Lasted = Maybe(dice, TimeSpan.FromSeconds(dice.Next(100_000))),
        Bytes = dice.NextInt64(1L << 40),
    };

    private static Tariff AnyTariff(Random dice)
    {
        var rules = Enumerable.Range(0, dice.Next(1, 8)).Select(i => new TariffRule(
            $"r{i}", "Rule", PriceUnits.OfRules[dice.Next(PriceUnits.OfRules.Count)], dice.Next(2_000_000) / 1_000_000m,
            AnyCondition(dice), dice.Next(3) == 0 ? "group" : null)).ToList();
        var most = dice.Next(3) == 0 ? dice.Next(100, 10_000) : (int?)null;
        return new Tariff("any", 1, Sample.Noon, dice.Next(4) switch { 0 => "JPY", 1 => "KWD", _ => "EUR" }, rules)
        {
            Discounts = [.. Enumerable.Range(0, dice.Next(4)).Select(i =>
                new TariffDiscount(
                    $"d{i}", "Discount", dice.Next(1, 10_000) / 100m, AnyCondition(dice), dice.Next(2) == 0 ? ["r0"] : null))],
            Minimum = dice.Next(3) == 0 ? dice.Next(100) : null,
            Maximum = most,
            UnknownFlat = dice.Next(2) == 0 ? dice.Next(100) : null,
        };
    }

    private static TariffCondition? AnyCondition(Random dice) => dice.Next(4) switch
    {
        0 => new TariffCondition { Colour = dice.Next(2) == 0 },
        1 => new TariffCondition { PagesFrom = dice.Next(1, 1000) },
        _ => null,
    };

    private static T? Maybe<T>(Random dice, T value)
        where T : struct => dice.Next(4) == 0 ? null : value;
}
