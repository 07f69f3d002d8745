using TicketFlow.Reporting;
using TicketFlow.Reporting.Statistics;

namespace Reporting.Tests.Statistics;

public sealed class StatisticsRulesTests
{
    private static readonly StatisticsRequest Good = new() { From = new(2026, 3, 1), Until = new(2026, 4, 1) };

    public static TheoryData<StatisticsRequest, string> Senseless() => new()
    {
        { Good with { GroupBy = ["colour"] }, "unknown-dimension" },
        { Good with { GroupBy = ["user", "user"] }, "unknown-dimension" },
        { Good with { Filters = new Dictionary<string, IReadOnlyList<string>> { ["; drop"] = ["x"] } }, "unknown-dimension" },
        { Good with { SortBy = "beauty" }, "unknown-measure" },
        { Good with { TimeZone = "Mars/Olympus" }, "unknown-time-zone" },
        { Good with { TimeZone = "W. Europe Standard Time" }, "unknown-time-zone" },
        { Good with { Until = new(2026, 3, 1) }, "bad-period" },
        { Good with { Until = new(2046, 3, 1) }, "bad-period" },
        { Good with { Limit = 0 }, "bad-page" },
        { Good with { Limit = 100_001 }, "bad-page" },
        { Good with { Offset = -1 }, "bad-page" },
    };

    [Theory]
    [MemberData(nameof(Senseless))]
    public void What_makes_no_sense_has_a_code(StatisticsRequest request, string code) =>
        Should.Throw<StatisticsRequestException>(() => StatisticsRules.Judge(request)).Code.ShouldBe(code);

    [Fact]
    public void A_day_is_the_zones_day()
    {
        var plan = StatisticsRules.Judge(Good with { TimeZone = "Europe/Zurich" });
        plan.From.ShouldBe(new DateTimeOffset(2026, 2, 28, 23, 0, 0, TimeSpan.Zero));
        plan.Until.ShouldBe(new DateTimeOffset(2026, 3, 31, 22, 0, 0, TimeSpan.Zero));
        plan.Rollup.ShouldBe("all");
    }

    [Fact]
    public void Where_clocks_skip_midnight_the_day_begins_when_they_are_set() =>
        LocalMoment.StartOf(new(2026, 4, 24), TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo"))
            .ShouldBe(new DateTimeOffset(2026, 4, 23, 22, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Where_midnight_comes_twice_the_day_begins_with_the_first() =>
        LocalMoment.StartOf(new(2026, 11, 1), TimeZoneInfo.FindSystemTimeZoneById("America/Havana"))
            .ShouldBe(new DateTimeOffset(2026, 11, 1, 4, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("2026-09-30", "2026-10-10")]
    [InlineData("2026-04-01", "2026-04-07")]
    public void A_zone_that_is_off_the_full_hour_for_half_a_year_is_answered_from_the_entries_then(string from, string until) =>
        StatisticsRules.Judge(Good with { From = DateOnly.Parse(from), Until = DateOnly.Parse(until), TimeZone = "Australia/Lord_Howe" })
            .Rollup.ShouldBeNull();

    [Fact]
    public void In_its_other_half_the_sums_will_do() =>
        StatisticsRules.Judge(Good with { From = new(2026, 1, 1), Until = new(2026, 3, 1), TimeZone = "Australia/Lord_Howe" })
            .Rollup.ShouldBe("all");

    [Fact]
    public void Averages_are_of_what_was_measured_and_none_of_nothing()
    {
        var none = new StatisticsMeasures(9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        (none.AverageWaitMs, none.AveragePrintMs).ShouldBe((null, null));
        var some = none with { Waits = 2, WaitMs = 90, Prints = 3, PrintMs = 90 };
        (some.AverageWaitMs, some.AveragePrintMs).ShouldBe(((long?)45, (long?)30));
    }

    [Theory]
    [InlineData("Asia/Kolkata")]
    [InlineData("Asia/Kathmandu")]
    public void Zones_off_the_full_hour_are_answered_from_the_entries(string zone) =>
        StatisticsRules.Judge(Good with { TimeZone = zone, GroupBy = ["site"] }).Source.ShouldBe(StatisticsSourceKind.Entries);

    [Fact]
    public void One_dimension_of_few_values_is_answered_from_its_sums_others_from_the_entries()
    {
        StatisticsRules.Judge(Good with { GroupBy = ["resource", "outcome", "cause"] }).Rollup.ShouldBe("resource");
        StatisticsRules.Judge(Good with { GroupBy = ["user"] }).Source.ShouldBe(StatisticsSourceKind.Entries);
        StatisticsRules.Judge(Good with { GroupBy = ["resource", "site"] }).Source.ShouldBe(StatisticsSourceKind.Entries);
    }

    [Theory]
    [InlineData("site", "site")]
    [InlineData("resource", null)]
    [InlineData("outcome", null)]
    public void Percentiles_are_answered_from_the_hours_where_these_keep_them(string dimension, string? kept)
    {
        var plan = StatisticsRules.Judge(Good with { GroupBy = [dimension] }).ForDurations();
        plan.KeptDurations.ShouldBe(kept);
        plan.Source.ShouldBe(kept is null ? StatisticsSourceKind.Entries : StatisticsSourceKind.Hours);
    }
}
