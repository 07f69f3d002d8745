using TicketFlow.PrinterMonitor.Forecast;

namespace PrinterMonitor.Tests.Forecast;

/// <summary>When toner and paper end, and when nobody can tell.</summary>
public sealed class ConsumptionForecastTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Even_consumption_is_foretold_to_the_day()
    {
        // 1 % a day from 100 %, now at 60 %.
        var forecast = Of(40, Enumerable.Range(0, 41).Select(day => (day * 1.0, 100 - day)));
        forecast.Confidence.ShouldBe(ForecastConfidence.High);
        forecast.EndsAt.ShouldBe(Start.AddDays(100));
        forecast.PercentPerDay.ShouldBe(1, 0.001);
        forecast.Earliest!.Value.ShouldBeLessThanOrEqualTo(forecast.EndsAt!.Value);
        forecast.Latest!.Value.ShouldBeGreaterThanOrEqualTo(forecast.EndsAt!.Value);
    }

    [Fact]
    public void Steps_of_ten_percent_are_as_good_as_single_ones()
    {
        // A step each 10 days; 4 days since the last one.
        var forecast = Of(54, [(0, 80), (10, 70), (20, 60), (30, 50), (40, 40), (50, 30)]);
        forecast.PercentPerDay.ShouldBe(1, 0.001);
        forecast.EndsAt.ShouldBe(Start.AddDays(80));
        forecast.Confidence.ShouldBe(ForecastConfidence.Medium);
    }

    [Fact]
    public void A_refill_is_no_negative_consumption()
    {
        var levels = Enumerable.Range(0, 9).Select(i => (i * 1.0, 90 - (10 * i)))
            .Concat(Enumerable.Range(9, 5).Select(i => (i * 1.0, 100 - (10 * (i - 9)))));
        var forecast = Of(13, levels);
        forecast.PercentPerDay.ShouldBe(10, 0.001);
        forecast.EndsAt.ShouldBe(Start.AddDays(19));
    }

    [Fact]
    public void A_level_that_trembles_is_not_refilled_all_the_time()
    {
        var levels = Enumerable.Range(0, 40).Select(i => (i * 0.5, 100 - i + (i % 2 * 2)));
        Of(20, levels).PercentPerDay.ShouldBeInRange(1.7, 2.3);
    }

    [Fact]
    public void How_long_the_first_level_had_been_so_is_unknown_and_not_counted()
    {
        var forecast = Of(4, [(0, 95), (0.001, 90), (2, 80), (3, 75), (4, 70)]);
        forecast.PercentPerDay.ShouldBe(5, 0.1);
    }

    [Fact]
    public void Who_stops_printing_is_foretold_a_later_end()
    {
        (double Day, int Percent)[] levels = [(0, 100), (1, 90), (2, 80), (3, 70), (4, 60)];
        var soon = Of(4, levels);
        var later = Of(30, levels);
        soon.EndsAt.ShouldBe(Start.AddDays(10));
        later.EndsAt!.Value.ShouldBeGreaterThan(Start.AddDays(60));
        later.PercentPerDay.ShouldBeLessThan(1.2);
    }

    [Fact]
    public void Irregular_consumption_is_believed_less()
    {
        var forecast = Of(60, [(0, 100), (1, 90), (21, 80), (22, 70), (42, 60), (43, 50)]);
        forecast.Confidence.ShouldBe(ForecastConfidence.Low);
        (forecast.Latest is null || forecast.Latest > forecast.EndsAt!.Value.AddDays(10)).ShouldBeTrue();
    }

    [Fact]
    public void Too_little_known_is_unknown()
    {
        ConsumptionForecast.Of([], Start).ShouldBe(EndForecast.Unknown);
        Of(10, [(0, 50)]).ShouldBe(EndForecast.Unknown);
        Of(10, [(0, 50), (5, 40), (9, 30)]).ShouldBe(EndForecast.Unknown);
        Of(1, [(0, 50), (0.1, 40), (0.2, 30), (0.3, 20), (0.4, 10)]).Confidence.ShouldNotBe(ForecastConfidence.High);
        Of(0.4, [(0, 50), (0.1, 40), (0.2, 30), (0.3, 20), (0.4, 10)]).ShouldBe(EndForecast.Unknown);
    }

    [Fact]
    public void An_end_in_years_has_no_date()
    {
        var forecast = Of(600, [(0, 100), (100, 98), (200, 96), (300, 94), (400, 92)]);
        forecast.EndsAt.ShouldBeNull();
        forecast.Confidence.ShouldNotBe(ForecastConfidence.Unknown);
    }

    [Fact]
    public void Any_history_gives_an_answer_in_order()
    {
        var dice = new Random(20260302);
        for (var round = 0; round < 2000; round++)
        {
            var day = 0.0;
            var levels = Enumerable.Range(0, dice.Next(0, 60)).Select(_ => (day += dice.NextDouble() * 3, dice.Next(0, 101))).ToList();
            var forecast = Of(day + (dice.NextDouble() * 10), levels);
            if (forecast.EndsAt is { } end)
            {
                forecast.PercentPerDay.ShouldBeGreaterThan(0);
                end.ShouldBeGreaterThanOrEqualTo(forecast.Earliest!.Value);
                (forecast.Latest ?? DateTimeOffset.MaxValue).ShouldBeGreaterThanOrEqualTo(end);
            }
        }
    }

    private static EndForecast Of(double nowDay, IEnumerable<(double Day, int Percent)> levels) => ConsumptionForecast.Of(
        [.. levels.Select(l => new LevelSample(Start.AddDays(l.Day), l.Percent))], Start.AddDays(nowDay));
}
