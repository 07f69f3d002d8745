namespace TicketFlow.Reporting.Statistics;

/// <summary>Where a question is answered from. All give the same numbers.</summary>
internal enum StatisticsSourceKind
{
    /// <summary>The sums by the hour: few rows, for one dimension and zones of full hours.</summary>
    Hours,

    /// <summary>The narrow rows, one per outcome: for everything.</summary>
    Entries,

    /// <summary>The outcomes themselves, wide rows: while a generation is live that is older than the narrow rows.</summary>
    Outcomes,
}

/// <summary>SQL of rows that can be summed up: each has time, kind, code, keys, and sums with the names of <c>usage_hour</c>.</summary>
/// <param name="Time">Column of the time.</param>
/// <param name="Kind">Column of the kind of outcome.</param>
/// <param name="Code">Column of the cause.</param>
/// <param name="Sums">The sums.</param>
/// <param name="Table">The rows of the time asked for, ready for further conditions.</param>
/// <param name="AddsUp">The sums are aggregates: rows of the same time, kind and keys must be grouped.</param>
internal sealed record StatisticsSource(string Time, string Kind, string Code, string Sums, string Table, bool AddsUp)
{
    private const string KeptSums = "outcomes, jobs, pages, sheets, copies, colour_pages, mono_pages, duplex_pages, uncounted, bytes, "
        + "bytes_direct, waits, wait_ms, prints, print_ms";

    private const string EntryTime = "e.at >= $2 and e.at < $3";

    // What counts when is said in Usage.cs.
    private const string OutcomeSums = """
        1 as outcomes, o.is_first::int as jobs, case when o.kind = 'completed' then o.pages::bigint * o.copies end as pages,
          case when o.kind = 'completed' then o.sheets end as sheets,
          case when o.kind = 'completed' then o.copies end as copies,
          case when o.kind = 'completed' and o.colour then o.pages::bigint * o.copies end as colour_pages,
          case when o.kind = 'completed' and not o.colour then o.pages::bigint * o.copies end as mono_pages,
          case when o.kind = 'completed' and o.sides = 2 then o.pages::bigint * o.copies end as duplex_pages,
          (o.kind = 'completed' and o.pages is null)::int as uncounted,
          case when o.is_first then o.bytes end as bytes, o.bytes_sent as bytes_direct,
          (o.wait_bucket is not null)::int as waits, case when o.wait_bucket is not null then o.wait_ms end as wait_ms,
          (o.print_bucket is not null)::int as prints, case when o.print_bucket is not null or o.kind = 'leased' then o.print_ms end as print_ms
        """;

    /// <summary>The rows of the plan's source.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="sumsFirst">
    /// Of a question that neither tells times apart nor leaves anything out: entries are added up per subject before they get names, which
    /// costs half.
    /// </param>
    public static StatisticsSource Of(StatisticsPlan plan, bool sumsFirst) => plan.Source switch
    {
        StatisticsSourceKind.Hours => new(
            "hour", "kind", "code", KeptSums, "reporting.usage_hour where dimension = $4 and hour >= $2 and hour < $3", AddsUp: false),
        StatisticsSourceKind.Entries when sumsFirst => new(
            "", "s.kind", "s.code", KeptSums, $"(select e.subject, {EntrySums(plan.Sum)} from reporting.usage_entry e where {EntryTime} "
            + $"group by e.subject) e join reporting.usage_subject s on s.id = e.subject{Groups(plan, "s")} where true", AddsUp: false),
        StatisticsSourceKind.Entries => new(
            "e.at", "s.kind", "s.code", EntrySums(plan.Sum), "reporting.usage_entry e join reporting.usage_subject s on s.id = e.subject"
            + $"{Groups(plan, "s")} where {EntryTime}", AddsUp: true),
        _ => new(
            "o.at", "o.kind", "coalesce(o.code, '')", OutcomeSums,
            $"reporting.outcome o{Groups(plan, "o")} where o.at >= $2 and o.at < $3", AddsUp: false),
    };

    /// <summary>The rows of the plan's source, to be counted only: without names where none are asked for.</summary>
    public static StatisticsSource ForCounts(StatisticsPlan plan)
    {
        var source = Of(plan, sumsFirst: false);
        return plan is { Source: StatisticsSourceKind.Entries, Used.Count: 0, ByEnding: false }
            ? source with { Table = $"reporting.usage_entry e where {EntryTime}" }
            : source;
    }

    /// <summary>The column of a dimension.</summary>
    public string Column(string dimension) => dimension switch
    {
        Dimensions.Outcome => Kind,
        Dimensions.Cause => Code,
        _ when Kind == "kind" => "key",
        Dimensions.Group => "g.name",
        _ => Kind == "s.kind" ? OfSubject(dimension) : OfOutcome(dimension),
    };

    // Added up by the workers of a parallel scan, so that few rows are left to pass on. Small numbers are added up fast as they are.
    private static string EntrySums(string sum) => $"""
        count(*) as outcomes, sum(e.jobs)::bigint as jobs, {sum}(e.pages)::bigint as pages, {sum}(e.sheets)::bigint as sheets,
          sum(e.copies)::bigint as copies, {sum}(e.colour_pages)::bigint as colour_pages, {sum}(e.mono_pages)::bigint as mono_pages,
          {sum}(e.duplex_pages)::bigint as duplex_pages, sum(e.uncounted)::bigint as uncounted, {sum}(e.bytes)::bigint as bytes,
          {sum}(e.bytes_direct)::bigint as bytes_direct, count(e.wait_bucket) as waits, {sum}(e.wait_ms)::bigint as wait_ms,
          count(e.print_bucket) as prints, {sum}(e.print_ms)::bigint as print_ms
        """;

    private static string Groups(StatisticsPlan plan, string table) =>
        plan.Used.Contains(Dimensions.Group) ? $" cross join lateral unnest({table}.groups) as g(name)" : "";

    private static string OfSubject(string dimension) => dimension switch
    {
        Dimensions.User => "s.user_key",
        Dimensions.CostCentre => "s.cost_centre",
        Dimensions.Resource or Dimensions.Site or Dimensions.Department or Dimensions.Client => "s." + dimension,
        _ => throw new NotSupportedException(dimension),
    };

    private static string OfOutcome(string dimension) => dimension switch
    {
        Dimensions.User => @"case when o.user_name is null then '' else coalesce(o.domain, '') || '\' || o.user_name end",
        Dimensions.CostCentre => "coalesce(o.cost_centre, '')",
        Dimensions.Client => "o.agent",
        Dimensions.Resource or Dimensions.Site or Dimensions.Department => $"coalesce(o.{dimension}, '')",
        _ => throw new NotSupportedException(dimension),
    };
}
