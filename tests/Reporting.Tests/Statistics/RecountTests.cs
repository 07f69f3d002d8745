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

    private readonly StatisticsQuery _query = new(month.Source);

    [Theory]
    [InlineData("kind", Dimensions.Outcome)]
    [InlineData("resource", Dimensions.Resource)]
    [InlineData("department", Dimensions.Department)]
    [InlineData(@"concat('office\', opened ->> 'user')", Dimensions.User)]
    public async Task Statistics_equal_a_recount_of_the_raw_events(string expression, string dimension)
    {
        var counted = await month.Log.Database.ColumnAsync(Recount.By(expression));
        var page = await _query.GetAsync(March with { GroupBy = [dimension] });
        counted.Count.ShouldBeGreaterThan(3);
        page.Rows.Select(Line).ShouldBe(counted);
    }

    [Theory]
    [InlineData(Dimensions.Resource)]
    [InlineData(Dimensions.Site)]
    [InlineData(Dimensions.User)]
    [InlineData(Dimensions.Department)]
    [InlineData(Dimensions.CostCentre)]
    [InlineData(Dimensions.Client)]
    [InlineData(Dimensions.Group)]
    [InlineData(Dimensions.Cause)]
    public async Task The_sums_and_the_outcomes_say_the_same(string dimension)
    {
        // In Kolkata days begin at half past, so the sums by the hour cannot be used there: the question is put to the outcomes.
        var request = March with { GroupBy = [dimension], Period = StatisticsPeriod.Whole, Percentiles = true };
        var (sums, outcomes) = (await _query.GetAsync(request), await _query.GetAsync(request with { TimeZone = "Asia/Kolkata" }));
        sums.Rows.ShouldNotBeEmpty();
        outcomes.Rows.Select(Full).ShouldBe(sums.Rows.Select(Full));
        sums.Rows.Any(row => row.Durations!.WaitP95 > row.Durations.WaitP50).ShouldBeTrue();
    }

    [Fact]
    public async Task Days_begin_when_they_do_in_the_zone()
    {
        var request = March with { Period = StatisticsPeriod.Day, TimeZone = "Europe/Zurich" };
        var page = await _query.GetAsync(request);
        page.Rows.Select(row => $"{row.Period:yyyy-MM-dd} {row.Measures.Outcomes}").ShouldBe(await month.Log.Database.ColumnAsync("""
            select to_char(at at time zone 'Europe/Zurich', 'YYYY-MM-DD') || ' ' || count(*) from reporting.outcome
            group by to_char(at at time zone 'Europe/Zurich', 'YYYY-MM-DD') order by 1
            """));
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

    private static string Full(StatisticsRow row) => $"{string.Join('|', row.Keys)} {row.Measures} {row.Durations}";

    private static string Line(StatisticsRow row)
    {
        var m = row.Measures;
        return string.Join(' ', row.Keys.Concat(new[]
        {
            m.Jobs, m.Outcomes, m.Completed, m.Failed, m.Interrupted, m.Cancelled, m.Refused, m.NotStarted, m.Moved, m.Pages, m.ColourPages,
            m.Uncounted, m.Bytes, m.BytesDirect, m.Waits, m.WaitMs, m.PrintMs,
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
