using Npgsql;
using Reporting.Tests.Support;
using TicketFlow.Reporting.Statistics;

namespace Reporting.Tests.Statistics;

/// <summary>A month of every ending there is, counted three ways: from the sums, the outcomes, and the raw events by plain SQL.</summary>
public sealed class RecountTests(RecountTests.Month month) : IClassFixture<RecountTests.Month>
{
    private const int Seed = 20_260_301;

    private static readonly StatisticsRequest March = new()
    {
        From = new(2026, 2, 20),
        Until = new(2026, 4, 10),
        Limit = 10_000,
    };

    private static readonly (string Share, Func<StatisticsDurations, long?> Wait, Func<StatisticsDurations, long?> Print)[] Shares =
        [("0.5", d => d.WaitP50, d => d.PrintP50), ("0.95", d => d.WaitP95, d => d.PrintP95)];

    private readonly StatisticsQuery _query = new(month.Source);

    [Theory]
    [InlineData("kind", Dimensions.Outcome)]
    [InlineData("resource", Dimensions.Resource)]
    [InlineData("department", Dimensions.Department)]
    [InlineData("site", Dimensions.Site)]
    [InlineData("cost_centre", Dimensions.CostCentre)]
    [InlineData("concat(cost_centre, ' ', site)", Dimensions.CostCentre, Dimensions.Site)]
    [InlineData(@"concat('office\', opened ->> 'user')", Dimensions.User)]
    [InlineData("concat(kind, ' ', cause)", Dimensions.Outcome, Dimensions.Cause)]
    [InlineData("concat(resource, ' ', kind, ' ', cause)", Dimensions.Resource, Dimensions.Outcome, Dimensions.Cause)]
    [InlineData("concat(resource, ' ', opened ->> 'agent')", Dimensions.Resource, Dimensions.Client)]
    public async Task Statistics_equal_a_recount_of_the_raw_events(string expression, params string[] dimensions)
    {
        var counted = await month.Log.Database.ColumnAsync(Recount.By(expression));
        var page = await _query.GetAsync(March with { GroupBy = dimensions });
        counted.Count.ShouldBeGreaterThan(1);
        page.Rows.Select(Line).ShouldBe(counted);
    }

    [Fact]
    public async Task Groups_equal_a_recount_in_which_who_is_in_two_counts_twice()
    {
        var counted = await month.Log.Database.ColumnAsync(Recount.By("g.name", "recounted cross join unnest(groups) as g (name)"));
        counted.Count.ShouldBe(2);
        (await _query.GetAsync(March with { GroupBy = [Dimensions.Group] })).Rows.Select(Line).ShouldBe(counted);
    }

    [Theory]
    [InlineData("resource", Dimensions.Resource)]
    [InlineData("department", Dimensions.Department)]
    [InlineData(@"concat('office\', opened ->> 'user')", Dimensions.User)]
    public async Task Percentiles_are_within_an_eighth_of_those_of_the_raw_durations(string expression, string dimension)
    {
        var page = await _query.GetAsync(March with { GroupBy = [dimension], Percentiles = true });
        foreach (var (share, waits, prints) in Shares)
        {
            foreach (var row in page.Rows.Where(row => row.Durations!.WaitP50 is not null && row.Durations.PrintP50 is not null))
            {
                var raw = await month.Log.Database.ColumnAsync($"""
                    select concat_ws(' ',
                      percentile_disc({share}) within group (order by waited) filter (where final and waited is not null),
                      percentile_disc({share}) within group (order by (data ->> 'milliseconds')::bigint) filter (where kind = 'completed'))
                    from recounted where {expression} = '{row.Keys[0]}'
                    """);
                var (wait, print) = (raw[0].Split(' ')[0], raw[0].Split(' ')[1]);
                ((double)waits(row.Durations!)!).ShouldBe(double.Parse(wait), 1 + (double.Parse(wait) / 8), row.Keys[0]);
                ((double)prints(row.Durations!)!).ShouldBe(double.Parse(print), 1 + (double.Parse(print) / 8), row.Keys[0]);
            }
        }
    }

    [Fact]
    public async Task The_month_has_some_of_everything_that_is_counted()
    {
        var all = (await _query.GetAsync(March)).Rows.Single().Measures;
        typeof(StatisticsMeasures).GetProperties().Where(p => p.PropertyType == typeof(long)).Select(p => (p.Name, (long)p.GetValue(all)!))
            .ShouldAllBe(measure => measure.Item2 > 0);
        new[] { all.Copies, all.Sheets, all.Pages, all.ColourPages, all.MonoPages, all.DuplexPages }.ShouldBeUnique();
        (await month.Log.Database.ScalarAsync<long>(
            "select count(*) from recounted where kind = 'completed' and (described ->> 'sheets') is not null")).ShouldBeGreaterThan(0);
    }

    // Two of full hours, and three that are off them: by half an hour, by three quarters, and by half an hour in winter only. In three of
    // them clocks are set within the period.
    public static TheoryData<string> Zones() => [.. RandomQuestions.Zones];

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task Days_begin_when_they_do_in_the_zone(string zone)
    {
        var counted = await month.Log.Database.ColumnAsync(Recount.By($"to_char(at at time zone '{zone}', 'YYYY-MM-DD')"));
        var page = await _query.GetAsync(March with { Period = StatisticsPeriod.Day, TimeZone = zone });
        counted.Count.ShouldBeGreaterThan(20);
        page.Rows.Select(row => $"{row.Period:yyyy-MM-dd} {Line(row)}").ShouldBe(counted);
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task Weeks_and_months_begin_when_they_do_in_the_zone(string zone)
    {
        foreach (var (period, word) in new[] { (StatisticsPeriod.Week, "week"), (StatisticsPeriod.Month, "month") })
        {
            var counted = await month.Log.Database.ColumnAsync(Recount.By(
                $"to_char(date_trunc('{word}', at at time zone '{zone}'), 'YYYY-MM-DD')"));
            (await _query.GetAsync(March with { Period = period, TimeZone = zone })).Rows
                .Select(row => $"{row.Period:yyyy-MM-dd} {Line(row)}").ShouldBe(counted);
        }
    }

    [Theory]
    [MemberData(nameof(Zones))]
    public async Task Users_of_a_department_have_the_pages_that_a_recount_gives_them_by_day(string zone)
    {
        var counted = await month.Log.Database.ColumnAsync(Recount.By(
            $@"concat(to_char(at at time zone '{zone}', 'YYYY-MM-DD'), ' ', department, ' office\', opened ->> 'user')"));
        var page = await _query.GetAsync(March with
        {
            Period = StatisticsPeriod.Day,
            TimeZone = zone,
            GroupBy = [Dimensions.Department, Dimensions.User],
        });
        page.Total.ShouldBe(counted.Count);
        page.Rows.Select(row => $"{row.Period:yyyy-MM-dd} {Line(row)}").ShouldBe(counted.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task All_sources_give_the_same_answer_to_any_question()
    {
        var (questions, byTheHour, rows) = (new RandomQuestions(Seed), 0, 0);
        for (var asked = 0; asked < 120; asked++)
        {
            var question = questions.Next(March);
            var answer = await _query.GetAsync(question);
            foreach (var source in new[] { StatisticsSourceKind.Entries, StatisticsSourceKind.Outcomes })
            {
                var other = await _query.GetAsync(question, source);
                other.Rows.Select(Full).ShouldBe(answer.Rows.Select(Full), $"{source}, seed {Seed}, question {asked}: {question}");
                other.Total.ShouldBe(answer.Total);
            }

            byTheHour += StatisticsRules.Judge(question).Source == StatisticsSourceKind.Hours ? 1 : 0;
            rows += answer.Rows.Count;
        }

        byTheHour.ShouldBeInRange(10, 110);
        rows.ShouldBeGreaterThan(1_000);
    }

    [Fact]
    public async Task An_older_generation_without_entries_answers_from_its_outcomes()
    {
        var request = March with { GroupBy = [Dimensions.User], Percentiles = true };
        var answer = await _query.GetAsync(request);
        await month.Log.Database.ExecuteAsync("alter view reporting.usage_entry rename to not_yet_there");
        try
        {
            (await _query.GetAsync(request)).Rows.Select(Full).ShouldBe(answer.Rows.Select(Full));
        }
        finally
        {
            await month.Log.Database.ExecuteAsync("alter view reporting.not_yet_there rename to usage_entry");
        }

        answer.Rows.Any(row => row.Durations!.WaitP95 > row.Durations.WaitP50).ShouldBeTrue();
    }

    [Fact]
    public async Task Without_the_aggregate_of_a_newer_service_the_sums_are_the_same()
    {
        var request = March with { GroupBy = [Dimensions.User], Period = StatisticsPeriod.Week, Percentiles = true };
        var answer = await _query.GetAsync(request);
        await month.Log.Database.ExecuteAsync("alter aggregate reporting.total(bigint) rename to not_yet_there");
        try
        {
            (await _query.GetAsync(request)).Rows.Select(Full).ShouldBe(answer.Rows.Select(Full));
        }
        finally
        {
            await month.Log.Database.ExecuteAsync("alter aggregate reporting.not_yet_there(bigint) rename to total");
        }
    }

    [Fact]
    public async Task Filters_pages_and_order_make_the_same_rows_as_the_whole()
    {
        var request = March with
        {
            GroupBy = [Dimensions.User, Dimensions.Outcome],
            SortBy = "pages",
            Descending = true,
            Filters = new Dictionary<string, IReadOnlyList<string>> { [Dimensions.Department] = ["sales", ""] },
        };
        var whole = await _query.GetAsync(request);
        var parts = new List<StatisticsRow>();
        for (var offset = 0; offset < whole.Total; offset += 7)
        {
            parts.AddRange((await _query.GetAsync(request with { Offset = offset, Limit = 7 })).Rows);
        }

        parts.Select(Full).ShouldBe(whole.Rows.Select(Full));
        whole.Rows.Select(row => row.Measures.Pages).ShouldBeInOrder(SortDirection.Descending);
    }

    private static string Full(StatisticsRow row) => $"{row.Period:s} {string.Join('|', row.Keys)} {row.Measures} {row.Durations}";

    private static string Line(StatisticsRow row)
    {
        var m = row.Measures;
        return string.Join(' ', row.Keys.Concat(new[]
        {
            m.Jobs, m.Outcomes, m.Completed, m.Failed, m.Interrupted, m.Cancelled, m.Refused, m.NotStarted, m.Moved, m.Pages, m.Sheets,
            m.Copies, m.ColourPages, m.MonoPages, m.DuplexPages, m.Uncounted, m.Bytes, m.BytesDirect, m.Waits, m.WaitMs, m.Prints,
            m.PrintMs, m.Leases, m.LeaseMs,
        }.Select(n => n.ToString())));
    }

    /// <summary>The month, projected once.</summary>
    public sealed class Month : IAsyncLifetime
    {
        public LogFixture Log { get; } = new();

        public NpgsqlDataSource Source { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            await Log.InitializeAsync();
            await BulkLog.WriteAsync(Log.Database.ConnectionString, new RandomMonth(Seed).Events(3_000));
            await Log.ProjectAsync();
            await Log.Database.ExecuteAsync(Recount.Prepare);
            Source = NpgsqlDataSource.Create(Log.ReportingConnection);
        }

        public async Task DisposeAsync()
        {
            await Source.DisposeAsync();
            await Log.DisposeAsync();
        }
    }
}
