using System.Globalization;
using TicketFlow.Reporting.Schedules;

namespace Reporting.Tests.Schedules;

/// <summary>When reports are due, through clock changes.</summary>
public sealed class ReportCalendarTests
{
    private static readonly ReportSchedule Daily = new(
        "daily", ReportKinds.Overview, ReportEvery.Day, 1, new TimeOnly(2, 30), "Europe/Berlin", ["a@example.org"]);

    [Theory]
    [InlineData("2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-28")] // 02:30 does not exist: 03:00 summer time
    [InlineData("2026-03-29T12:00Z", "2026-03-30T00:30Z", "2026-03-29")]
    [InlineData("2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-24")] // 02:30 comes twice: the first
    [InlineData("2026-10-25T00:30Z", "2026-10-26T01:30Z", "2026-10-25")] // … and not the second
    public void A_time_that_is_skipped_or_twice_is_due_once(string now, string due, string period)
    {
        var next = ReportCalendar.Next(Daily, At(now));
        (next.At, next.Period.Name).ShouldBe((At(due), period));
    }

    [Theory]
    [InlineData(ReportEvery.Week, 1, "2026-01-01T12:00Z", "2026-01-05T06:00Z", "2026-W01")]
    [InlineData(ReportEvery.Week, 7, "2026-01-01T12:00Z", "2026-01-04T06:00Z", "2025-W52")]
    [InlineData(ReportEvery.Week, 1, "2027-01-04T06:00Z", "2027-01-11T06:00Z", "2027-W01")]
    [InlineData(ReportEvery.Month, 1, "2026-10-31T23:00Z", "2026-11-01T06:00Z", "2026-10")]
    [InlineData(ReportEvery.Month, 28, "2026-02-28T06:00Z", "2026-03-28T06:00Z", "2026-02")]
    [InlineData(ReportEvery.Month, 1, "2025-12-31T23:00Z", "2026-01-01T06:00Z", "2025-12")]
    public void Weeks_and_months_are_the_whole_ones_before(ReportEvery every, int on, string now, string due, string period)
    {
        var schedule = Daily with { Every = every, On = on, At = new TimeOnly(6, 0), Zone = "UTC" };
        var next = ReportCalendar.Next(schedule, At(now));
        (next.At, next.Period.Name).ShouldBe((At(due), period));
        ReportPeriod.TryParse(period, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(next.Period);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("America/Sao_Paulo")] // until 2019 clocks leapt over midnight
    [InlineData("Australia/Lord_Howe")] // half an hour
    [InlineData("Asia/Kathmandu")]
    [InlineData("Pacific/Kiritimati")] // 14 hours ahead
    public void Every_period_is_due_exactly_once_whenever_one_looks(string zone)
    {
        var random = new Random(20261121);
        for (var round = 0; round < 30; round++)
        {
            var every = (ReportEvery)random.Next(3);
            var schedule = Daily with
            {
                Zone = zone,
                Every = every,
                On = every == ReportEvery.Day ? 1 : random.Next(1, every == ReportEvery.Week ? 8 : 29),
                At = new TimeOnly(random.Next(4), random.Next(60)),
            };
            var start = new DateTimeOffset(2017, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(500_000));
            Walk(schedule, start, random);
        }
    }

    [Fact]
    public void A_period_is_named_so_that_no_two_have_one_name()
    {
        ReportPeriod.SoFar(ReportEvery.Month, new DateOnly(2026, 11, 21)).Name.ShouldBe("2026-11-01..2026-11-21");
        ReportPeriod.SoFar(ReportEvery.Month, new DateOnly(2026, 11, 30)).Name.ShouldBe("2026-11");
        ReportPeriod.SoFar(ReportEvery.Day, new DateOnly(2026, 11, 21)).Name.ShouldBe("2026-11-21");
        foreach (var wrong in (string[])
            ["", "2026", "2026-13", "2026-W54", "2026-W00", "26-W01", "2026-2-1", "-W01", "2026-W1x", "9999-12-31", "9999-12"])
        {
            ReportPeriod.TryParse(wrong, out _).ShouldBeFalse(wrong);
        }
    }

    /// <summary>As a service that looks at times of its own: it sees each period once, in order, and never early.</summary>
    private static void Walk(ReportSchedule schedule, DateTimeOffset start, Random random)
    {
        var (now, last) = (start, ReportCalendar.Newest(schedule, start));
        for (var step = 0; step < 400; step++)
        {
            var (newest, next) = (ReportCalendar.Newest(schedule, now), ReportCalendar.Next(schedule, now));
            var seen = $"{schedule.Zone} {schedule.Rhythm} at {now:O}";
            newest.At.ShouldBeLessThanOrEqualTo(now, seen);
            next.At.ShouldBeGreaterThan(now, seen);
            next.Period.From.ShouldBe(newest.Period.Until, seen);
            ReportCalendar.Earlier(schedule, next).ShouldBe(newest, seen);
            ReportCalendar.Newest(schedule, next.At).ShouldBe(next, seen);
            ReportCalendar.Newest(schedule, next.At.AddTicks(-1)).ShouldBe(newest, seen);
            newest.Period.From.ShouldBeGreaterThanOrEqualTo(last.Period.From, seen);
            (now, last) = (random.Next(3) == 0 ? next.At : now.AddMinutes(random.Next(1, 3_000)), newest);
        }
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
