namespace TicketFlow.Reporting.Statistics;

/// <summary>The statements that answer a request. All names are from lists; all values are parameters.</summary>
internal sealed class StatisticsSql(StatisticsRequest request, StatisticsPlan plan)
{
    /// <summary>
    /// Parameters 1 to 5: where periods begin, beginning, end, kept dimension, names of the periods; then one array per filter and
    /// <see cref="PageColumns"/>.
    /// </summary>
    public const int FirstFilter = 6;

    private readonly StatisticsSource _source = StatisticsSource.Of(plan, sumsFirst: false);
    private readonly StatisticsSource _counts = StatisticsSource.ForCounts(plan);
    private readonly StatisticsSource _sums = StatisticsSource.Of(
        plan, sumsFirst: request.Period == StatisticsPeriod.Whole && request.Filters.Count == 0);

    /// <summary>The columns by which the rows of a page are known.</summary>
    public IReadOnlyList<string> PageColumns { get; } =
        [.. request.GroupBy.Select((_, i) => $"k{i}").Concat(request.Period == StatisticsPeriod.Whole ? [] : ["p"])];

    private string Keys => string.Concat(request.GroupBy.Select((d, i) => $"{_source.Column(d)} as k{i}, "));

    private string KeyNames => string.Concat(request.GroupBy.Select((_, i) => $", k{i}"));

    /// <summary>One row per period and keys: p, k0 …, m0 …, count of all rows.</summary>
    public string Report => $"""
        select p{KeyNames}, {StatisticsMeasures.Aliases}, count(*) over () as total
        from (select {(IsOneRow ? "null::timestamp as p" : "p" + KeyNames)}, {StatisticsMeasures.Columns(plan.Sum)}
          from (select {Period(_sums.Time)} as p, {Keys}{_sums.Kind} as kind, {_sums.Sums}
            from {_sums.Table}{Conditions}{(_sums.AddsUp ? GroupBy(2) : "")}) u{Grouping}) r
        order by {Order} offset {request.Offset} limit {request.Limit}
        """;

    /// <summary>
    /// Counts of durations per bucket for each period and keys: p, k0 …, bucket, waits, prints. When the page is not the whole report:
    /// only those of its rows, which are given as one more array per page column.
    /// </summary>
    public string Durations(bool ofPage) => $"""
        select p{KeyNames}, bucket, sum(waits)::bigint, sum(prints)::bigint
        from ({(plan.KeptDurations is { } kept ? SumsOfDurations(kept, ofPage) : CountsOfDurations(ofPage))}) r
        group by p{KeyNames}, bucket order by bucket
        """;

    private string Conditions => string.Concat(request.Filters.Keys.Order(StringComparer.Ordinal)
        .Select((d, i) => $" and {_source.Column(d)} = any(${FirstFilter + i})"));

    private string Grouping => IsOneRow ? " having count(*) > 0" : GroupBy(1);

    private bool IsOneRow => request.Period == StatisticsPeriod.Whole && request.GroupBy.Count == 0;

    private string Order => string.Join(", ", new[]
    {
        request.SortBy is { } sort ? StatisticsMeasures.ColumnOf(sort) + (request.Descending ? " desc" : "") : "p",
    }.Append("p").Concat(request.GroupBy.Select((_, i) => $"k{i}")));

    private string Period(string time) => request.Period == StatisticsPeriod.Whole
        ? "null::timestamp"
        : $"($5)[width_bucket({time}, $1)]";

    /// <summary>By period and keys, and as many columns after them, less one.</summary>
    private string GroupBy(int more) => " group by " + string.Join(", ", Enumerable.Range(1, request.GroupBy.Count + more));

    private string CountsOfDurations(bool ofPage) =>
        $"{CountsOf("wait_bucket", "count(*)", "0", ofPage)} union all {CountsOf("print_bucket", "0", "count(*)", ofPage)}";

    // One scan per kind of duration: of pairs there may be as many as entries.
    private string CountsOf(string bucket, string waits, string prints, bool ofPage) => $"""
        select p{KeyNames}, bucket, {waits} as waits, {prints} as prints
        from (select {Period(_counts.Time)} as p, {Keys}{bucket} as bucket from {_counts.Table}{Conditions}) e{OnPage(ofPage)}
        where bucket is not null group by p{KeyNames}, bucket
        """;

    private string SumsOfDurations(string dimension, bool ofPage) => $"""
        select p{KeyNames}, bucket, waits, prints
        from (select {Period("hour")} as p, {Keys}bucket, waits, prints
          from reporting.duration_hour where dimension = '{dimension}' and hour >= $2 and hour < $3{Conditions}) e{OnPage(ofPage)}
        """;

    private string OnPage(bool ofPage)
    {
        if (!ofPage || PageColumns.Count == 0)
        {
            return "";
        }

        var first = FirstFilter + request.Filters.Count;
        var columns = string.Join(", ", PageColumns);
        var arrays = string.Join(", ", PageColumns.Select((_, i) => $"${first + i}"));
        return $" join unnest({arrays}) as page ({columns}) using ({columns})";
    }
}
