namespace TicketFlow.Reporting.Statistics;

/// <summary>
/// Where the hours, days, weeks or months of a zone begin, as moments, and what they are called there. Pure. A row finds its period by
/// searching its time among a few moments, which costs a fraction of asking the zone's rules again for every row.
/// </summary>
/// <param name="Begins">Moments, UTC, ascending; the first is the beginning of all of it.</param>
/// <param name="Names">Local time at which each period begins by the calendar; where clocks are put back an hour is named twice.</param>
internal sealed record PeriodCuts(DateTime[] Begins, DateTime[] Names)
{
    // Every offset in use is a multiple of it.
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(15);

    /// <summary>Those of a request; none when it does not tell times apart.</summary>
    public static PeriodCuts Of(StatisticsRequest request, StatisticsPlan plan) => request.Period switch
    {
        StatisticsPeriod.Whole => new([], []),
        StatisticsPeriod.Hour => Hours(plan),
        _ => Days(request, plan),
    };

    private static PeriodCuts Days(StatisticsRequest request, StatisticsPlan plan)
    {
        var (begins, names) = (new List<DateTime>(), new List<DateTime>());
        for (var day = request.From; day < request.Until; day = day.AddDays(1))
        {
            var name = BeginOf(day, request.Period).ToDateTime(TimeOnly.MinValue);
            if (names.Count == 0 || names[^1] != name)
            {
                begins.Add(LocalMoment.StartOf(day, plan.Zone).UtcDateTime);
                names.Add(name);
            }
        }

        return new([.. begins], [.. names]);
    }

    private static DateOnly BeginOf(DateOnly day, StatisticsPeriod period) => period switch
    {
        StatisticsPeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        StatisticsPeriod.Month => new DateOnly(day.Year, day.Month, 1),
        _ => day,
    };

    private static PeriodCuts Hours(StatisticsPlan plan)
    {
        var (begins, names) = (new List<DateTime>(), new List<DateTime>());
        for (var at = plan.From.UtcDateTime; at < plan.Until.UtcDateTime; at += Step)
        {
            var local = DateTime.SpecifyKind(TimeZoneInfo.ConvertTimeFromUtc(at, plan.Zone), DateTimeKind.Unspecified);
            var name = local.AddTicks(-(local.Ticks % TimeSpan.TicksPerHour));
            if (names.Count == 0 || names[^1] != name)
            {
                begins.Add(at);
                names.Add(name);
            }
        }

        return new([.. begins], [.. names]);
    }
}
