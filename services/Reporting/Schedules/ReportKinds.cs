using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting.Schedules;

/// <summary>What a report is about. Stored; never rename.</summary>
public static class ReportKinds
{
    /// <summary>A row per day; of a single day, a row per hour.</summary>
    public const string Overview = "overview";

    /// <summary>What was charged, by cost centre and department.</summary>
    public const string Costs = "costs";

    /// <summary>All of them: these two, and a row per value of each dimension of the statistics.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Overview, Costs, .. Dimensions.Names.Where(name => name != Dimensions.Outcome)];
}
