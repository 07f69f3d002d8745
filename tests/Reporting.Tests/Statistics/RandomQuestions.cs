using TicketFlow.Reporting.Statistics;

namespace Reporting.Tests.Statistics;

/// <summary>Questions to the statistics, any that make sense; the same ones for the same seed.</summary>
internal sealed class RandomQuestions(int seed)
{
    public static readonly string[] Zones =
        ["UTC", "Europe/Zurich", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe"];

    private readonly Random _random = new(seed);

    /// <summary>A question about a part of the period.</summary>
    public StatisticsRequest Next(StatisticsRequest period)
    {
        var days = period.Until.DayNumber - period.From.DayNumber;
        var from = period.From.AddDays(_random.Next(days / 2));
        return period with
        {
            From = from,
            Until = _random.Next(2) == 0 ? period.Until : from.AddDays(1 + _random.Next(days / 2)),
            TimeZone = Zones[_random.Next(Zones.Length)],
            Period = Enum.GetValues<StatisticsPeriod>()[_random.Next(Enum.GetValues<StatisticsPeriod>().Length)],
            GroupBy = [.. Some(Dimensions.Names, _random.Next(4))],
            Filters = Some(Filters, Math.Max(0, _random.Next(4) - 2)).ToDictionary(f => f.Key, f => f.Value),
            SortBy = _random.Next(3) == 0 ? "pages" : null,
            Descending = _random.Next(2) == 0,
            Offset = _random.Next(4) == 0 ? _random.Next(50) : 0,
            Limit = _random.Next(2) == 0 ? 10_000 : 1 + _random.Next(60),
            Percentiles = _random.Next(2) == 0,
        };
    }

    private static IReadOnlyList<KeyValuePair<string, IReadOnlyList<string>>> Filters { get; } =
    [
        new(Dimensions.Department, ["sales", ""]), new(Dimensions.Outcome, ["completed", "failed"]), new(Dimensions.Cause, [""]),
        new(Dimensions.Group, ["staff", "night"]), new(Dimensions.Site, [""]),
    ];

    private IEnumerable<T> Some<T>(IReadOnlyList<T> all, int count) => all.OrderBy(_ => _random.Next()).Take(count).ToList();
}
