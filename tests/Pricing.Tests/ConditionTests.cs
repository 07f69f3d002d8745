using TicketFlow.Pricing;
using static Pricing.Tests.Sample;

namespace Pricing.Tests;

public sealed class ConditionTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly DayOfWeek[] Everyday = Enum.GetValues<DayOfWeek>();

    public static TheoryData<TariffCondition, bool> Conditions() => new()
    {
        { new() { Resources = ["HALL-*"] }, true },
        { new() { Resources = ["hall-?", "roof"] }, true },
        { new() { Resources = ["hall"] }, false },
        { new() { Users = ["corp\\anna"] }, true },
        { new() { Users = ["corp\\*"], Departments = ["Marketing"] }, false },
        { new() { Departments = ["sales"], CostCentres = ["47*"], Groups = ["staff", "board"] }, true },
        { new() { Paper = ["iso_a3_*"] }, false },
        { new() { Duplex = true, Colour = false }, true },
        { new() { PagesFrom = 10 }, true },
        { new() { PagesFrom = 11 }, false },
        { new() { Paper = ["iso_a4_*"] }, true },
        { new() { Duplex = false }, false },
        { new() { Colour = true }, false },
        { new() { Kinds = ["plotter"] }, false },
        { new() { Users = ["corp\\ben"] }, false },
        { new() { Users = ["other\\anna"] }, false },
        { new() { Groups = ["board"] }, false },
        { new() { CostCentres = ["48*"] }, false },
    };

    [Theory]
    [MemberData(nameof(Conditions))]
    public void All_that_is_given_must_hold(TariffCondition when, bool holds) => when.Holds(Job, TimeZoneInfo.Utc).ShouldBe(holds);

    [Fact]
    public void What_is_unknown_fulfils_no_condition()
    {
        var unknown = new PricedJob(Noon, "CORP", "anna", "hall-2", 1);

        new TariffCondition { Colour = false }.Holds(unknown, TimeZoneInfo.Utc).ShouldBeFalse();
        new TariffCondition { Duplex = false }.Holds(unknown, TimeZoneInfo.Utc).ShouldBeFalse();
        new TariffCondition { Departments = ["*"] }.Holds(unknown, TimeZoneInfo.Utc).ShouldBeFalse();
        new TariffCondition { PagesFrom = 1 }.Holds(unknown, TimeZoneInfo.Utc).ShouldBeFalse();
    }

    [Theory]
    [InlineData("2026-03-29T00:59:59Z", true)] // 01:59:59 before the clocks go forward
    [InlineData("2026-03-29T01:00:00Z", false)] // 03:00:00; the hour from two to three does not exist on this day
    [InlineData("2026-10-24T23:59:59Z", true)] // 01:59:59
    [InlineData("2026-10-25T00:30:00Z", false)] // 02:30 for the first time
    [InlineData("2026-10-25T01:30:00Z", false)] // 02:30 for the second time
    public void Times_of_day_are_those_of_the_wall_clock_when_the_clocks_change(string at, bool isNight) =>
        Night(new(22, 0), new(2, 0)).Holds(Job with { At = DateTimeOffset.Parse(at, null) }, Berlin).ShouldBe(isNight);

    [Theory]
    [InlineData("2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T01:30:00Z")]
    public void The_hour_that_comes_twice_belongs_to_the_window_twice(string at) =>
        Night(new(2, 0), new(3, 0)).Holds(Job with { At = DateTimeOffset.Parse(at, null) }, Berlin).ShouldBeTrue();

    [Fact]
    public void A_window_over_midnight_belongs_to_the_day_it_begins_on()
    {
        var friday = new TariffCondition { Hours = [new TariffHours([DayOfWeek.Friday], new(18, 0), new(6, 0))] };

        friday.Holds(Job with { At = DateTimeOffset.Parse("2026-12-05T05:59:00Z", null) }, TimeZoneInfo.Utc).ShouldBeTrue(); // Saturday
        friday.Holds(Job with { At = DateTimeOffset.Parse("2026-12-04T05:59:00Z", null) }, TimeZoneInfo.Utc).ShouldBeFalse(); // Friday
        friday.Holds(Job with { At = DateTimeOffset.Parse("2026-12-05T06:00:00Z", null) }, TimeZoneInfo.Utc).ShouldBeFalse();
    }

    private static TariffCondition Night(TimeOnly from, TimeOnly to) => new() { Hours = [new TariffHours(Everyday, from, to)] };
}
