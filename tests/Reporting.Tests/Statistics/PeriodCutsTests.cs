using TicketFlow.Reporting.Statistics;

namespace Reporting.Tests.Statistics;

/// <summary>Where periods begin on the days on which clocks are set.</summary>
public sealed class PeriodCutsTests
{
    [Fact]
    public void An_hour_that_comes_twice_has_one_name() => Cuts("Europe/Zurich", StatisticsPeriod.Hour, "2026-10-25", "2026-10-26")
        .Where(c => c.Name.Hour is 1 or 2 or 3).ShouldBe(
        [
            (Utc("2026-10-24T23:00"), Local("2026-10-25T01:00")), (Utc("2026-10-25T00:00"), Local("2026-10-25T02:00")),
            (Utc("2026-10-25T02:00"), Local("2026-10-25T03:00")),
        ]);

    [Fact]
    public void Half_an_hour_that_comes_twice_belongs_to_its_hour() =>
        Cuts("Australia/Lord_Howe", StatisticsPeriod.Hour, "2026-04-05", "2026-04-06").Take(4).ShouldBe(
        [
            (Utc("2026-04-04T13:00"), Local("2026-04-05T00:00")), (Utc("2026-04-04T14:00"), Local("2026-04-05T01:00")),
            (Utc("2026-04-04T15:30"), Local("2026-04-05T02:00")), (Utc("2026-04-04T16:30"), Local("2026-04-05T03:00")),
        ]);

    [Fact]
    public void Hours_begin_off_the_hour_where_the_zone_does() =>
        Cuts("Asia/Kathmandu", StatisticsPeriod.Hour, "2026-03-01", "2026-03-02").ShouldSatisfyAllConditions(
            hours => hours.Count.ShouldBe(24),
            hours => hours[1].ShouldBe((Utc("2026-02-28T19:15"), Local("2026-03-01T01:00"))));

    [Fact]
    public void A_day_without_a_midnight_begins_when_clocks_are_set() =>
        Cuts("Africa/Cairo", StatisticsPeriod.Day, "2026-04-24", "2026-04-25")
            .ShouldBe([(Utc("2026-04-23T22:00"), Local("2026-04-24T00:00"))]);

    [Fact]
    public void A_day_with_two_midnights_begins_with_the_first() =>
        Cuts("America/Havana", StatisticsPeriod.Day, "2026-11-01", "2026-11-03").ShouldBe(
            [(Utc("2026-11-01T04:00"), Local("2026-11-01T00:00")), (Utc("2026-11-02T05:00"), Local("2026-11-02T00:00"))]);

    [Fact]
    public void Weeks_and_months_that_began_earlier_have_their_names()
    {
        Cuts("UTC", StatisticsPeriod.Week, "2026-03-01", "2026-03-10").ShouldBe(
        [
            (Utc("2026-03-01T00:00"), Local("2026-02-23T00:00")), (Utc("2026-03-02T00:00"), Local("2026-03-02T00:00")),
            (Utc("2026-03-09T00:00"), Local("2026-03-09T00:00")),
        ]);
        Cuts("UTC", StatisticsPeriod.Month, "2026-03-15", "2026-04-02").ShouldBe(
            [(Utc("2026-03-15T00:00"), Local("2026-03-01T00:00")), (Utc("2026-04-01T00:00"), Local("2026-04-01T00:00"))]);
        Cuts("UTC", StatisticsPeriod.Whole, "2026-03-15", "2026-04-02").ShouldBeEmpty();
    }

    private static List<(DateTime Begin, DateTime Name)> Cuts(string zone, StatisticsPeriod period, string from, string until)
    {
        var request = new StatisticsRequest
        {
            From = DateOnly.Parse(from),
            Until = DateOnly.Parse(until),
            TimeZone = zone,
            Period = period,
        };
        var cuts = PeriodCuts.Of(request, StatisticsRules.Judge(request));
        return [.. cuts.Begins.Zip(cuts.Names)];
    }

    private static DateTime Utc(string time) => DateTime.SpecifyKind(Local(time), DateTimeKind.Utc);

    private static DateTime Local(string time) => DateTime.Parse(time);
}
