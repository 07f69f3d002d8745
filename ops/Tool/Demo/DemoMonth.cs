using System.Globalization;

namespace TicketFlow.Ops.Demo;

/// <summary>A calendar month, and when people work in it.</summary>
internal sealed class DemoMonth
{
    /// <summary>Share of the day's work in the hours from 7 to 18, UTC.</summary>
    private static readonly double[] Hours = [0.03, 0.10, 0.14, 0.13, 0.11, 0.06, 0.08, 0.12, 0.11, 0.07, 0.04, 0.01];

    private readonly DateTimeOffset[] _days;

    private DemoMonth(DateTimeOffset start)
    {
        Start = start;
        End = start.AddMonths(1);
        _days = [.. Enumerable.Range(0, (End - Start).Days).Select(d => Start.AddDays(d)).Where(IsWorkday)];
    }

    public DateTimeOffset Start { get; }

    public DateTimeOffset End { get; }

    public string Name => Start.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>The month of that name.</summary>
    /// <exception cref="OperationException">It is no month, or not over.</exception>
    public static DemoMonth Of(string? name, DateTimeOffset now)
    {
        var thisMonth = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero);
        if (name is null)
        {
            return new DemoMonth(thisMonth.AddMonths(-1));
        }

        return DateTimeOffset.TryParseExact(name, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start)
            && start < thisMonth
            ? new DemoMonth(start)
            : throw new OperationException(
                ExitCodes.Failed, $"'{name}' is no past month; write it like {thisMonth.AddMonths(-1):yyyy-MM}.");
    }

    /// <summary>A moment at which people work; more of them in the morning, and towards the month's end.</summary>
    public DateTimeOffset WorkingTime(Random random)
    {
        var day = _days[(int)(_days.Length * Math.Pow(random.NextDouble(), 0.9))];
        var (hour, dice) = (0, random.NextDouble());
        while (hour < Hours.Length - 1 && (dice -= Hours[hour]) >= 0)
        {
            hour++;
        }

        return Whole(day.AddHours(7 + hour + random.NextDouble()));
    }

    /// <summary>Not beyond the month.</summary>
    public DateTimeOffset AtMost(DateTimeOffset time) => time < End ? time : End.AddSeconds(-1);

    /// <summary>Cut to milliseconds, so that nothing is lost in the database.</summary>
    public static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));

    private static bool IsWorkday(DateTimeOffset day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
}
