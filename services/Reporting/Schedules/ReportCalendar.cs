namespace TicketFlow.Reporting.Schedules;

/// <summary>A time at which a report is due.</summary>
/// <param name="Day">The local day.</param>
/// <param name="At">The moment, UTC.</param>
/// <param name="Period">What it is about then.</param>
internal sealed record ReportOccurrence(DateOnly Day, DateTimeOffset At, ReportPeriod Period);

/// <summary>
/// When reports are due: exactly once for each day, week or month of their zone, also when clocks change. A time that does not exist is
/// the first moment after the leap; of a time that comes twice, the first. Pure.
/// </summary>
internal static class ReportCalendar
{
    /// <summary>The newest occurrence that is due by now.</summary>
    public static ReportOccurrence Newest(ReportSchedule schedule, DateTimeOffset now)
    {
        var zone = ZoneOf(schedule);
        // Two days on: no zone is further ahead, and no leap is longer.
        var found = At(schedule, zone, AtOrBefore(schedule, Local(now, zone).AddDays(2)));
        while (found.At > now)
        {
            found = Earlier(schedule, found);
        }

        return found;
    }

    /// <summary>The first occurrence that is not due yet.</summary>
    public static ReportOccurrence Next(ReportSchedule schedule, DateTimeOffset now)
    {
        var found = Newest(schedule, now);
        while (found.At <= now)
        {
            found = Later(schedule, found);
        }

        return found;
    }

    /// <summary>When the next one comes up, UTC; null where this machine does not know the zone.</summary>
    public static DateTimeOffset? NextAt(ReportSchedule schedule, DateTimeOffset now) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(schedule.Zone, out _) ? Next(schedule, now).At : null;

    /// <summary>The one before.</summary>
    public static ReportOccurrence Earlier(ReportSchedule schedule, ReportOccurrence of) =>
        At(schedule, ZoneOf(schedule), AtOrBefore(schedule, of.Day.AddDays(-1)));

    /// <summary>The local day of a moment.</summary>
    public static DateOnly Today(ReportSchedule schedule, DateTimeOffset now) => Local(now, ZoneOf(schedule));

    private static ReportOccurrence Later(ReportSchedule schedule, ReportOccurrence of)
    {
        var day = schedule.Every switch
        {
            ReportEvery.Day => of.Day.AddDays(1),
            ReportEvery.Week => of.Day.AddDays(7),
            _ => of.Day.AddMonths(1),
        };
        return At(schedule, ZoneOf(schedule), day);
    }

    private static ReportOccurrence At(ReportSchedule schedule, TimeZoneInfo zone, DateOnly day) =>
        new(day, LocalMoment.Of(day, schedule.At, zone), ReportPeriod.Before(schedule.Every, day));

    private static DateOnly AtOrBefore(ReportSchedule schedule, DateOnly day) => schedule.Every switch
    {
        ReportEvery.Day => day,
        ReportEvery.Week => day.AddDays(-(((int)day.DayOfWeek - schedule.On + 7) % 7)),
        _ => day.Day >= schedule.On
            ? new DateOnly(day.Year, day.Month, schedule.On) : new DateOnly(day.Year, day.Month, schedule.On).AddMonths(-1),
    };

    private static DateOnly Local(DateTimeOffset now, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);

    private static TimeZoneInfo ZoneOf(ReportSchedule schedule) => TimeZoneInfo.FindSystemTimeZoneById(schedule.Zone);
}
