using TicketFlow.Pricing;
using static Pricing.Tests.Sample;

namespace Pricing.Tests;

public sealed class PricerTests
{
    [Fact]
    public void Pages_are_those_of_all_copies_and_each_line_is_rounded_half_away_from_zero() =>
        Pricer.Of(Job, Tariff(PerPage(0.0125m))).Lines.ShouldBe([new PriceLine("page", "Page", 10, "page", 0.0125m, 0.13m)]);

    [Fact]
    public void Sheets_follow_from_pages_and_sides_and_an_odd_side_takes_a_sheet_of_its_own() =>
        Pricer.Of(Job, Tariff(new TariffRule("sheet", "Sheet", PriceUnits.Sheet, 0.01m, null, null))).Net.ShouldBe(0.06m);

    [Fact]
    public void Of_a_group_only_the_first_rule_that_applies_is_charged()
    {
        var tariff = Tariff(
            PerPage(0.10m, new() { Colour = true }, "page", "colour"),
            PerPage(0.02m, new() { Colour = false }, "page", "mono"),
            PerPage(0.05m, null, "page", "any"));

        Pricer.Of(Job, tariff).Lines.Select(l => l.Code).ShouldBe(["mono"]);
        Pricer.Of(Job with { Colour = true }, tariff).Lines.Select(l => l.Code).ShouldBe(["colour"]);
        Pricer.Of(Job with { Colour = null }, tariff).Lines.Select(l => l.Code).ShouldBe(["any"]);
    }

    [Fact]
    public void Unknown_pages_are_not_zero_but_what_the_tariff_says()
    {
        var unknown = Job with { Pages = null };
        var flat = Pricer.Of(unknown, Tariff(PerPage(0.05m)) with { UnknownFlat = 0.40m });
        (flat.Net, flat.Lines.Single().Code, flat.IsUnpriced).ShouldBe((0.40m, PriceCodes.UnknownFlat, false));

        var unpriced = Pricer.Of(unknown, Tariff(PerPage(0.05m)) with { Minimum = 1 });
        (unpriced.Net, unpriced.Lines.Single().Code, unpriced.IsUnpriced).ShouldBe((0m, PriceCodes.Unpriced, true));
    }

    [Fact]
    public void Each_discount_is_taken_from_the_rules_amounts_and_together_they_take_no_more_than_all()
    {
        var tariff = Tariff(PerPage(0.10m), new TariffRule("job", "Job", PriceUnits.Job, 1m, null, null));

        Pricer.Of(Job, tariff with { Discounts = [Discount("ten", 10), Discount("half-of-pages", 50, ["page"])] })
            .Lines.Skip(2).Select(l => l.Amount).ShouldBe([-0.20m, -0.50m]);
        Pricer.Of(Job, tariff with { Discounts = [Discount("most", 80), Discount("rest", 80)] }).Net.ShouldBe(0m);
    }

    [Theory]
    [InlineData(0.01, 0.50, "minimum")]
    [InlineData(1.00, 2.00, "maximum")]
    [InlineData(0.10, 1.00, "page")]
    public void A_job_costs_at_least_the_minimum_and_at_most_the_maximum(double price, double net, string lastLine)
    {
        var result = Pricer.Of(Job, Tariff(PerPage((decimal)price)) with { Minimum = 0.50m, Maximum = 2.00m });

        (result.Net, result.Lines[^1].Code).ShouldBe(((decimal)net, lastLine));
    }

    [Fact]
    public void Begun_minutes_and_bytes_are_charged_where_the_tariff_says_so()
    {
        var tariff = Tariff(
            new TariffRule("minute", "Minute", PriceUnits.Minute, 0.50m, new() { Kinds = ["plotter"] }, null),
            new TariffRule("data", "Data", PriceUnits.Megabyte, 0.30m, null, null));

        Pricer.Of(Job with { Kind = "plotter", Lasted = TimeSpan.FromSeconds(61) }, tariff).Lines.Select(l => (l.Quantity, l.Amount))
            .ShouldBe([(2m, 1.00m), (0.1m, 0.03m)]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(60_000, 1)]
    [InlineData(60_001, 2)]
    public void A_minute_that_is_over_begins_no_other(int milliseconds, int minutes) =>
        Pricer.Of(
            Job with { Lasted = TimeSpan.FromMilliseconds(milliseconds) },
            Tariff(new TariffRule("minute", "Minute", PriceUnits.Minute, 1, null, null))).Net.ShouldBe(minutes);

    [Fact]
    public void A_discount_is_only_for_jobs_of_its_condition()
    {
        var tariff = Tariff(PerPage(0.10m)) with { Discounts = [Discount("board", 50) with { When = new() { Groups = ["board"] } }] };

        Pricer.Of(Job, tariff).Net.ShouldBe(1.00m);
        Pricer.Of(Job with { Groups = ["board"] }, tariff).Net.ShouldBe(0.50m);
    }

    [Fact]
    public void Rules_discounts_and_the_jobs_a_tariff_is_for_go_by_the_clock_of_the_tariff()
    {
        TariffCondition late = new()
        {
            Hours = [new TariffHours([DayOfWeek.Wednesday], new TimeOnly(22, 0), new TimeOnly(23, 0))],
        };
        var tariff = Tariff(PerPage(0.10m, late)) with
        {
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            For = late,
            Discounts = [Discount("late", 50) with { When = late }],
        };
        var job = Job with { At = Noon.AddHours(9.5) }; // 21:30 UTC, 22:30 in Berlin

        TariffBook.Empty.With(tariff).InForce(job).ShouldBe(tariff);
        Pricer.Of(job, tariff).Lines.Select(line => line.Amount).ShouldBe([1.00m, -0.50m]);
    }

    [Fact]
    public void A_refunded_job_costs_nothing_and_says_why()
    {
        var price = Pricer.Refunded(Tariff(PerPage(0.05m)), "interrupted");

        (price.Net, price.Lines.Single().Code, price.Lines.Single().Text).ShouldBe((0m, PriceCodes.Refund, "interrupted"));
    }

    [Theory]
    [InlineData("EUR", 0.13)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 0.125)]
    public void The_currency_says_how_many_digits_a_line_has(string currency, double expected) =>
        MoneyRounding.Line(0.125m, currency).ShouldBe((decimal)expected);

    [Fact]
    public void Money_of_two_currencies_is_never_added()
    {
        (new Money(1.10m, "EUR") + new Money(2, "EUR")).ToString().ShouldBe("3.10 EUR");
        Should.Throw<InvalidOperationException>(() => new Money(1, "EUR") + new Money(1, "USD"));
    }

    private static TariffDiscount Discount(string code, decimal percent, params string[] on) =>
        new(code, code, percent, null, on.Length == 0 ? null : on);
}
