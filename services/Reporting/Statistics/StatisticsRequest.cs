namespace TicketFlow.Reporting.Statistics;

/// <summary>What the rows of a report stand for in time.</summary>
public enum StatisticsPeriod
{
    /// <summary>One row for all of it.</summary>
    Whole,

    /// <summary>A row per hour.</summary>
    Hour,

    /// <summary>A row per day.</summary>
    Day,

    /// <summary>A row per week, which begins on Monday.</summary>
    Week,

    /// <summary>A row per month.</summary>
    Month,
}

/// <summary>A question to the statistics. What makes no sense is refused by <see cref="StatisticsRequestException"/>.</summary>
public sealed record StatisticsRequest
{
    /// <summary>The first day, in the time zone.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The first day that does not belong to it any more.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>IANA name of the zone in which days begin, for example <c>Europe/Berlin</c>. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Rows per hour, day, week or month; default: one for all.</summary>
    public StatisticsPeriod Period { get; init; }

    /// <summary>Some of <see cref="Dimensions.Names"/>, in the order of the rows' keys; at most four.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    /// <summary>Only these values of a dimension; the empty text stands for "none known".</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>One of <see cref="StatisticsMeasures.Names"/>; default: period, then keys.</summary>
    public string? SortBy { get; init; }

    /// <summary>Largest first.</summary>
    public bool Descending { get; init; }

    /// <summary>Rows left out before the page.</summary>
    public int Offset { get; init; }

    /// <summary>Rows of the page, 1 to 100,000. Default 1,000.</summary>
    public int Limit { get; init; } = 1_000;

    /// <summary>Medians and 95th percentiles of waits and transfers too, right to within an eighth.</summary>
    public bool Percentiles { get; init; }
}

/// <summary>A report's page.</summary>
/// <param name="Rows">The page.</param>
/// <param name="Total">Rows of all pages.</param>
public sealed record StatisticsPage(IReadOnlyList<StatisticsRow> Rows, long Total);

/// <summary>One row.</summary>
/// <param name="Period">When its period begins, local time of the zone; null when there is one for all.</param>
/// <param name="Keys">Values of the dimensions that were grouped by; empty text: none known.</param>
/// <param name="Measures">The sums.</param>
/// <param name="Durations">The percentiles, when they were asked for.</param>
public sealed record StatisticsRow(
    DateTime? Period, IReadOnlyList<string> Keys, StatisticsMeasures Measures, StatisticsDurations? Durations = null);

/// <summary>Percentiles in milliseconds; null: nothing to measure.</summary>
public sealed record StatisticsDurations(long? WaitP50, long? WaitP95, long? PrintP50, long? PrintP95);

/// <summary>A request that makes no sense; nothing was read.</summary>
/// <param name="code">One of <see cref="StatisticsErrors"/>.</param>
/// <param name="message">What to do about it.</param>
public sealed class StatisticsRequestException(string code, string message) : Exception(message)
{
    /// <summary>One of <see cref="StatisticsErrors"/>.</summary>
    public string Code { get; } = code;
}

/// <summary>Why a question to the statistics is refused.</summary>
public static class StatisticsErrors
{
    public const string UnknownDimension = "unknown-dimension";
    public const string UnknownMeasure = "unknown-measure";
    public const string UnknownTimeZone = "unknown-time-zone";
    public const string BadPeriod = "bad-period";
    public const string BadPage = "bad-page";
}
