namespace TicketFlow.Reporting.Statistics;

/// <summary>The statements that answer a request. All names are from lists; all values are parameters.</summary>
internal sealed class StatisticsSql(StatisticsRequest request, StatisticsPlan plan)
{
    /// <summary>Parameters 1 to 4: zone, beginning, end, kept dimension; then one array per filter.</summary>
    public const int FirstFilter = 5;

    // Shaped like usage_hour, so that one outer query serves both. What counts when is said in Usage.cs.
    private const string FromOutcomes = """
        select o.at as hour, o.kind, coalesce(o.code, '') as code, 1 as outcomes, o.is_first::int as jobs,
          case when o.kind = 'completed' then o.pages::bigint * o.copies end as pages,
          case when o.kind = 'completed' then o.sheets end as sheets,
          case when o.kind = 'completed' then o.copies end as copies,
          case when o.kind = 'completed' and o.colour then o.pages::bigint * o.copies end as colour_pages,
          case when o.kind = 'completed' and not o.colour then o.pages::bigint * o.copies end as mono_pages,
          case when o.kind = 'completed' and o.sides = 2 then o.pages::bigint * o.copies end as duplex_pages,
          (o.kind = 'completed' and o.pages is null)::int as uncounted,
          case when o.is_first then o.bytes end as bytes, o.bytes_sent as bytes_direct,
          (o.wait_bucket is not null)::int as waits, case when o.wait_bucket is not null then o.wait_ms end as wait_ms,
          (o.print_bucket is not null)::int as prints, case when o.print_bucket is not null then o.print_ms end as print_ms,
          o.wait_bucket, o.print_bucket
        """;

    private string Keys => string.Concat(request.GroupBy.Select((d, i) => $"{ColumnOf(d)} as k{i}, "));

    private string KeyNames => string.Concat(request.GroupBy.Select((_, i) => $", k{i}"));

    /// <summary>One row per period and keys: p, k0 …, m0 …, count of all rows.</summary>
    public string Report => $"""
        select p{KeyNames}, {StatisticsMeasures.Aliases}, count(*) over () as total
        from (select {Period} as p, {Keys}{StatisticsMeasures.Columns} from ({Source(plan.Rollup)}) u
          where {Conditions}{Grouping}) r
        order by {Order} offset {request.Offset} limit {request.Limit}
        """;

    /// <summary>Counts of durations per bucket for each period and keys: p, k0 …, bucket, waits, prints.</summary>
    public string Durations
    {
        get
        {
            var source = DurationRollup is { } dimension ? DurationSums(dimension) : DurationsOfOutcomes;
            return $"""
                select p{KeyNames}, bucket, sum(waits)::bigint, sum(prints)::bigint
                from (select {Period} as p, {Keys}bucket, waits, prints from ({source}) u
                  where {Conditions}) r
                group by p{KeyNames}, bucket order by bucket
                """;
        }
    }

    private string? DurationRollup => plan.Rollup is { } dimension && Dimensions.KeepsDurations(dimension)
        && !request.GroupBy.Concat(request.Filters.Keys).Any(d => d is Dimensions.Outcome or Dimensions.Cause) ? dimension : null;

    private string Period => request.Period == StatisticsPeriod.Whole
        ? "null::timestamp"
        : $"date_trunc('{request.Period.ToString().ToLowerInvariant()}', hour at time zone $1)";

    private string Conditions => string.Join(" and ", request.Filters.Keys.Order(StringComparer.Ordinal)
        .Select((d, i) => $"{ColumnOf(d)} = any(${FirstFilter + i})").Prepend("true"));

    private string Grouping => request.Period == StatisticsPeriod.Whole && request.GroupBy.Count == 0
        ? " having count(*) > 0"
        : " group by " + string.Join(", ", Enumerable.Range(1, request.GroupBy.Count + 1));

    private string Order => string.Join(", ", new[]
    {
        request.SortBy is { } sort ? StatisticsMeasures.ColumnOf(sort) + (request.Descending ? " desc" : "") : "p",
    }.Append("p").Concat(request.GroupBy.Select((_, i) => $"k{i}")));

    private string Source(string? rollup) => rollup is null
        ? $"{FromOutcomes}{OutcomeKeys} {OutcomeTable}"
        : "select * from reporting.usage_hour where dimension = $4 and hour >= $2 and hour < $3";

    private string OutcomeKeys => string.Concat(plan.Used.Select(d => $", {OutcomeColumn(d)} as {Named(d)}"));

    private string OutcomeTable => "from reporting.outcome o"
        + (plan.Used.Contains(Dimensions.Group) ? " cross join lateral unnest(o.groups) as g(name)" : "")
        + " where o.at >= $2 and o.at < $3";

    private string DurationsOfOutcomes => $"""
        select w.hour, w.kind, w.code{string.Concat(plan.Used.Select(d => $", w.{Named(d)}"))}, b.bucket, b.waits, b.prints
        from ({FromOutcomes}{OutcomeKeys} {OutcomeTable}) w
        cross join lateral (values (w.wait_bucket, 1, 0), (w.print_bucket, 0, 1)) as b (bucket, waits, prints) where b.bucket is not null
        """;

    private static string DurationSums(string dimension) =>
        $"select * from reporting.duration_hour where dimension = '{dimension}' and hour >= $2 and hour < $3";

    private string ColumnOf(string dimension) => dimension switch
    {
        Dimensions.Outcome => "kind",
        Dimensions.Cause => "code",
        _ => Named(dimension),
    };

    // The sums have one column for whatever dimension they are kept by.
    private string Named(string dimension) => plan.Rollup is not null ? "key" : "d_" + dimension.Replace('-', '_');

    private static string OutcomeColumn(string dimension) => dimension switch
    {
        Dimensions.Resource => "coalesce(o.resource, '')",
        Dimensions.Site => "coalesce(o.site, '')",
        Dimensions.User => @"case when o.user_name is null then '' else coalesce(o.domain, '') || '\' || o.user_name end",
        Dimensions.Department => "coalesce(o.department, '')",
        Dimensions.CostCentre => "coalesce(o.cost_centre, '')",
        Dimensions.Client => "o.agent",
        Dimensions.Group => "g.name",
        _ => throw new NotSupportedException(dimension),
    };
}
