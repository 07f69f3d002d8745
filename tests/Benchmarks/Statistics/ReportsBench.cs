using Npgsql;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Benchmarks.Statistics;

/// <summary>Reports over the whole month, from cheap to dear: the median of a few passes each.</summary>
internal static class ReportsBench
{
    private const int Passes = 5;

    private static readonly StatisticsRequest Month = new()
    {
        From = LogGenerator.From,
        Until = LogGenerator.Until,
        TimeZone = "Europe/Zurich",
        Limit = 10_000,
    };

    private static readonly (string Name, StatisticsRequest Request)[] Reports =
    [
        ("by_resource", Month with { GroupBy = [Dimensions.Resource], Percentiles = true }),
        ("by_user", Month with { GroupBy = [Dimensions.User] }),
        ("by_user_with_percentiles", Month with { GroupBy = [Dimensions.User], Percentiles = true }),
        ("by_day", Month with { Period = StatisticsPeriod.Day, Percentiles = true }),
        ("by_day_off_the_hour", Month with { Period = StatisticsPeriod.Day, Percentiles = true, TimeZone = "Asia/Kathmandu" }),
        ("by_cause", Month with { GroupBy = [Dimensions.Outcome, Dimensions.Cause] }),
        ("by_resource_and_user", Month with { GroupBy = [Dimensions.Resource, Dimensions.User] }),
        ("by_resource_user_and_outcome", Month with { GroupBy = [Dimensions.Resource, Dimensions.User, Dimensions.Outcome] }),
        ("by_user_and_day", Month with { GroupBy = [Dimensions.User], Period = StatisticsPeriod.Day }),
        ("by_user_and_day_most_pages", Month with
        {
            GroupBy = [Dimensions.User], Period = StatisticsPeriod.Day, SortBy = "pages", Descending = true, Limit = 100,
            Percentiles = true,
        }),
    ];

    public static async Task<List<Figure>> RunAsync(NpgsqlDataSource database)
    {
        var (query, figures) = (new StatisticsQuery(database), new List<Figure>());
        foreach (var (name, request) in Reports)
        {
            var passes = new List<double>();
            for (var pass = 0; pass < Passes; pass++)
            {
                passes.Add(1000 * await StatisticsBench.TimeAsync(() => query.GetAsync(request)));
            }

            figures.Add(new($"statistics_month_{name}", Figures.Median(passes), "ms"));
        }

        return figures;
    }
}
