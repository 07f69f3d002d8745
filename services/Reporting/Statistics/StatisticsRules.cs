namespace TicketFlow.Reporting.Statistics;

/// <summary>What a request means, once it was found to make sense.</summary>
/// <param name="Zone">The zone.</param>
/// <param name="From">Its beginning, UTC.</param>
/// <param name="Until">Its end, UTC.</param>
/// <param name="Used">The dimensions that are grouped or filtered by, but for outcome and cause.</param>
/// <param name="Source">Where it is answered from.</param>
internal sealed record StatisticsPlan(
    TimeZoneInfo Zone, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<string> Used, StatisticsSourceKind Source)
{
    /// <summary>The dimension whose sums by the hour answer it; null: others do.</summary>
    public string? Rollup => Source != StatisticsSourceKind.Hours ? null : Used.Count == 0 ? Dimensions.All : Used[0];

    /// <summary>The dimension whose durations by the hour answer it; null: others do.</summary>
    public string? KeptDurations => !ByEnding && Rollup is { } dimension && Dimensions.KeepsDurations(dimension) ? dimension : null;

    /// <summary>Kinds of outcome or causes are told apart.</summary>
    public bool ByEnding { get; init; }

    /// <summary>The aggregate that adds up whole numbers.</summary>
    public string Sum { get; init; } = "sum";

    /// <summary>The same question to a generation that has no rows of entries.</summary>
    public StatisticsPlan WithoutEntries() =>
        Source == StatisticsSourceKind.Entries ? this with { Source = StatisticsSourceKind.Outcomes } : this;

    /// <summary>The same question, but for percentiles: durations are kept by the hour for fewer dimensions than sums.</summary>
    public StatisticsPlan ForDurations() =>
        Source == StatisticsSourceKind.Hours && KeptDurations is null ? this with { Source = StatisticsSourceKind.Entries } : this;
}

/// <summary>Judges requests. Pure.</summary>
internal static class StatisticsRules
{
    private const int MostGroups = 4;
    private const int MostRows = 100_000;
    private const int MostDays = 3_700;

    /// <exception cref="StatisticsRequestException">It makes no sense.</exception>
    public static StatisticsPlan Judge(StatisticsRequest request)
    {
        CheckNames(request);
        if (request.Limit is < 1 or > MostRows || request.Offset < 0)
        {
            throw new StatisticsRequestException(
                StatisticsErrors.BadPage, $"The page must have 1 to {MostRows} rows and begin at 0 or later.");
        }

        var days = request.Until.DayNumber - request.From.DayNumber;
        if (days is < 1 or > MostDays)
        {
            throw new StatisticsRequestException(
                StatisticsErrors.BadPeriod,
                $"From {request.From:yyyy-MM-dd} until {request.Until:yyyy-MM-dd} is no period: "
                + $"until must be later, by {MostDays} days at most.");
        }

        var zone = ZoneOf(request.TimeZone);
        var used = request.GroupBy.Concat(request.Filters.Keys).Where(d => d is not (Dimensions.Outcome or Dimensions.Cause))
            .Distinct(StringComparer.Ordinal).ToList();
        var byTheHour = used.Count == 0 || (used.Count == 1 && Dimensions.KeepsHours(used[0]));
        return new StatisticsPlan(
            zone, LocalMoment.StartOf(request.From, zone), LocalMoment.StartOf(request.Until, zone), used,
            byTheHour && IsWhole(request, zone) ? StatisticsSourceKind.Hours : StatisticsSourceKind.Entries)
        {
            ByEnding = request.GroupBy.Concat(request.Filters.Keys).Any(d => d is Dimensions.Outcome or Dimensions.Cause),
        };
    }

    private static void CheckNames(StatisticsRequest request)
    {
        var unknown = request.GroupBy.Concat(request.Filters.Keys).FirstOrDefault(d => !Dimensions.Names.Contains(d));
        if (unknown is not null || request.GroupBy.Count > MostGroups || request.GroupBy.Distinct().Count() < request.GroupBy.Count)
        {
            throw new StatisticsRequestException(
                StatisticsErrors.UnknownDimension,
                $"Group by at most {MostGroups} different of: {string.Join(", ", Dimensions.Names)}"
                + (unknown is null ? "." : $"; not '{unknown}'."));
        }

        if (request.SortBy is { } sort && StatisticsMeasures.ColumnOf(sort) is null)
        {
            throw new StatisticsRequestException(
                StatisticsErrors.UnknownMeasure, $"Sort by one of: {string.Join(", ", StatisticsMeasures.Names)}; not '{sort}'.");
        }
    }

    private static TimeZoneInfo ZoneOf(string name)
    {
        // PostgreSQL must know it by the same name: no Windows names, no offsets.
        if (name == "UTC" || name.Contains('/', StringComparison.Ordinal))
        {
            try
            {
                return TimeZoneInfo.FindSystemTimeZoneById(name);
            }
            catch (Exception e) when (e is TimeZoneNotFoundException or InvalidTimeZoneException)
            {
                // Said below.
            }
        }

        throw new StatisticsRequestException(
            StatisticsErrors.UnknownTimeZone, $"There is no time zone '{name}'. Take an IANA name, for example Europe/Berlin, or UTC.");
    }

    private static bool IsWhole(StatisticsRequest request, TimeZoneInfo zone)
    {
        for (var day = request.From; day <= request.Until; day = day.AddDays(7))
        {
            if (Offset(day).Minutes != 0)
            {
                return false;
            }
        }

        return Offset(request.Until).Minutes == 0;

        TimeSpan Offset(DateOnly day) => zone.GetUtcOffset(LocalMoment.StartOf(day, zone));
    }
}
