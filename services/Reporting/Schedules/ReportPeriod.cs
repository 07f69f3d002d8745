using System.Globalization;

namespace TicketFlow.Reporting.Schedules;

/// <summary>The days a report is about.</summary>
/// <param name="From">First day.</param>
/// <param name="Until">The first day that does not belong to it any more.</param>
internal sealed record ReportPeriod(DateOnly From, DateOnly Until)
{
    private const int LastYear = 9000;

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>For files, keys and people: 2026-10-24, 2026-W43, 2026-10, or 2026-11-01..2026-11-21.</summary>
    public string Name => this == WholeDay(From) ? From.ToString("yyyy-MM-dd", Plain)
        : this == WholeMonth(From) ? From.ToString("yyyy-MM", Plain)
        : this == WholeWeek(From) ? WeekName(From)
        : string.Create(Plain, $"{From:yyyy-MM-dd}..{Until.AddDays(-1):yyyy-MM-dd}");

    /// <summary>The last whole day, week or month before a day.</summary>
    public static ReportPeriod Before(ReportEvery every, DateOnly day) => Of(every, every switch
    {
        ReportEvery.Day => day.AddDays(-1),
        ReportEvery.Week => day.AddDays(-7),
        _ => day.AddMonths(-1),
    });

    /// <summary>The one that is not over on that day, up to that day and with it.</summary>
    public static ReportPeriod SoFar(ReportEvery every, DateOnly day) => Of(every, day) with { Until = day.AddDays(1) };

    /// <summary>The whole day, week or month that a day belongs to.</summary>
    public static ReportPeriod Of(ReportEvery every, DateOnly day) => every switch
    {
        ReportEvery.Day => WholeDay(day),
        ReportEvery.Week => WholeWeek(day),
        _ => WholeMonth(day),
    };

    /// <summary>Reads 2026-10-24, 2026-W43 or 2026-10.</summary>
    public static bool TryParse(string text, out ReportPeriod period)
    {
        period = WholeDay(new DateOnly(2000, 1, 1));
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", Plain, DateTimeStyles.None, out var day) && day.Year < LastYear)
        {
            period = WholeDay(day);
        }
        else if (DateOnly.TryParseExact(text, "yyyy-MM", Plain, DateTimeStyles.None, out day) && day.Year < LastYear)
        {
            period = WholeMonth(day);
        }
        else if (text.Split("-W") is [{ Length: 4 } y, { Length: 2 } w] && int.TryParse(y, NumberStyles.None, Plain, out var year)
            && int.TryParse(w, NumberStyles.None, Plain, out var week) && year is > 1970 and < LastYear
            && week >= 1 && week <= ISOWeek.GetWeeksInYear(year))
        {
            period = WholeWeek(DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)));
        }
        else
        {
            return false;
        }

        return period.From.Year is > 1970 and < LastYear;
    }

    private static ReportPeriod WholeDay(DateOnly day) => new(day, day.AddDays(1));

    private static ReportPeriod WholeWeek(DateOnly day)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return new ReportPeriod(monday, monday.AddDays(7));
    }

    private static ReportPeriod WholeMonth(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return new ReportPeriod(first, first.AddMonths(1));
    }

    private static string WeekName(DateOnly monday)
    {
        var day = monday.ToDateTime(TimeOnly.MinValue);
        return string.Create(Plain, $"{ISOWeek.GetYear(day):D4}-W{ISOWeek.GetWeekOfYear(day):D2}");
    }
}
