using Npgsql;
using Reporting.Tests.Support;
using TicketFlow.Reporting.Statistics;
using TicketFlow.TicketServer.Jobs;

namespace Reporting.Tests.Statistics;

/// <summary>
/// A job at each side of every border: of a March in Zurich, where clocks are put forward on the 29th. The sums by the hour answer without
/// a dimension, the entries with two; both must draw the same lines.
/// </summary>
public sealed class PeriodTests : IClassFixture<LogFixture>
{
    private static readonly StatisticsRequest March = new() { From = new(2026, 3, 1), Until = new(2026, 4, 1), TimeZone = "Europe/Zurich" };

    private static readonly string[] Times =
    [
        "2026-02-28T22:59:59Z", "2026-02-28T23:00:00Z", // midnight of the month
        "2026-03-01T22:59:59Z", "2026-03-01T23:00:00Z", // Sunday, Monday
        "2026-03-28T22:59:59Z", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "2026-03-29T22:00:00Z", // a day of 23 hours
        "2026-03-31T21:59:59Z", "2026-03-31T22:00:00Z",
    ];

    private readonly LogFixture _log;

    public PeriodTests(LogFixture log) => _log = log;

    [Fact]
    public async Task Days_weeks_and_months_begin_at_midnight_of_the_zone_and_end_before_the_next()
    {
        await BulkLog.WriteAsync(_log.Database.ConnectionString, Times.SelectMany(Job));
        await _log.ProjectAsync();
        await using var source = NpgsqlDataSource.Create(_log.ReportingConnection);
        var query = new StatisticsQuery(source);
        string[] two = [Dimensions.User, Dimensions.Client];
        foreach (var by in (string[][])[[], two])
        {
            (await CountedAsync(query, March with { GroupBy = by })).ShouldBe([" 8"]);
            (await CountedAsync(query, March with { GroupBy = by, Period = StatisticsPeriod.Month })).ShouldBe(["2026-03-01 8"]);
            (await CountedAsync(query, March with { GroupBy = by, Period = StatisticsPeriod.Week }))
                .ShouldBe(["2026-02-23 2", "2026-03-02 1", "2026-03-23 3", "2026-03-30 2"]);
            (await CountedAsync(query, March with { GroupBy = by, Period = StatisticsPeriod.Day })).ShouldBe(
                ["2026-03-01 2", "2026-03-02 1", "2026-03-28 1", "2026-03-29 2", "2026-03-30 1", "2026-03-31 1"]);
        }

        (await CountedAsync(query, March with { From = new(2026, 4, 2), Until = new(2026, 4, 3) })).ShouldBeEmpty();
        await ListsAndCausesAsync(query);
    }

    private static async Task ListsAndCausesAsync(StatisticsQuery query)
    {
        // Each filter to its own dimension, whatever order they are given in.
        Dictionary<string, IReadOnlyList<string>> filters = new()
        {
            [Dimensions.Outcome] = ["refused"],
            [Dimensions.Client] = ["pc-1", "pc-9"],
            [Dimensions.Cause] = ["not-allowed"],
        };
        (await CountedAsync(query, March with { Filters = filters })).ShouldBe([" 8"]);
        (await CountedAsync(query, March with { Filters = filters, TimeZone = "Asia/Kolkata" })).ShouldBe([" 8"]);
        filters[Dimensions.Client] = ["pc-9"];
        (await CountedAsync(query, March with { Filters = filters })).ShouldBeEmpty();
    }

    private static IEnumerable<LoggedEvent> Job(string time, int number)
    {
        var id = $"border{number}";
        yield return new(DateTimeOffset.Parse(time), "job-" + id, new JobRefused(
            id, "pc-1", "key", 1, "not-allowed", "rule", "text", "p1", "office", "anna"));
    }

    private static async Task<IReadOnlyList<string>> CountedAsync(StatisticsQuery query, StatisticsRequest request) =>
        [.. (await query.GetAsync(request)).Rows.Select(row => $"{row.Period:yyyy-MM-dd} {row.Measures.Refused}")];
}
