using TicketFlow.Delivery.AlertRules;

namespace PrinterMonitor.Tests.Alerts;

/// <summary>When it is quiet, and when it ends.</summary>
public sealed class QuietHoursTests
{
    private static readonly QuietHours Nights = new(new(18, 0), new(7, 0), "Europe/Berlin", []);

    [Theory]
    [InlineData("2026-03-04T12:00Z", null)]
    [InlineData("2026-03-04T16:59:59Z", null)]
    [InlineData("2026-03-04T17:00Z", "2026-03-05T06:00Z")]
    [InlineData("2026-03-05T05:59Z", "2026-03-05T06:00Z")]
    [InlineData("2026-03-05T06:00Z", null)]
    [InlineData("2026-03-28T20:00Z", "2026-03-29T05:00Z")] // the clocks go forward in that night
    [InlineData("2026-10-24T20:00Z", "2026-10-25T06:00Z")] // and back in that one
    public void A_night_ends_in_the_morning_of_its_zone(string now, string? end) => End(Nights, now).ShouldBe(At(end));

    [Theory]
    [InlineData("2026-03-06T16:00Z", null)]
    [InlineData("2026-03-06T17:00Z", "2026-03-09T06:00Z")] // Friday evening to Monday morning
    [InlineData("2026-03-08T12:00Z", "2026-03-09T06:00Z")]
    public void Nights_and_quiet_days_join(string now, string? end) =>
        End(Nights with { Days = [DayOfWeek.Saturday, DayOfWeek.Sunday] }, now).ShouldBe(At(end));

    [Fact]
    public void Quiet_days_alone_leave_the_nights_alone()
    {
        var days = new QuietHours(default, default, "UTC", [DayOfWeek.Sunday]);
        End(days, "2026-03-07T23:59Z").ShouldBeNull();
        End(days, "2026-03-08T00:00Z").ShouldBe(At("2026-03-09T00:00Z"));
    }

    [Fact]
    public void An_hour_that_the_clocks_skip_ends_an_hour_later() =>
        End(new QuietHours(new(1, 0), new(2, 30), "Europe/Berlin", []), "2026-03-29T00:30Z").ShouldBe(At("2026-03-29T01:30Z"));

    private static DateTimeOffset? End(QuietHours quiet, string now) => quiet.EndAfter(At(now)!.Value);

    private static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text);
}
