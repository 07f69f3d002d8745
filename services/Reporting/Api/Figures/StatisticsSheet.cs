using System.Globalization;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Statistics as a table, in the words of the API.</summary>
internal static class StatisticsSheet
{
    /// <summary>Words of the API for dimensions: costCentre, not cost-centre.</summary>
    public static IReadOnlyList<string> DimensionNames { get; } = [.. Dimensions.Names.Select(Camel)];

    /// <summary>… and for measures.</summary>
    public static IReadOnlyList<string> MeasureNames { get; } = [.. StatisticsMeasures.Names.Select(Camel)];

    private static readonly string[] Percentiles = ["waitP50", "waitP95", "printP50", "printP95"];

    /// <summary>The rows under the names of the API.</summary>
    public static Sheet Of(StatisticsRequest question, IReadOnlyList<StatisticsRow> rows)
    {
        List<Column> columns =
        [
            .. question.Period == StatisticsPeriod.Whole ? [] : new[] { new Column("period", "", CellKind.Text, "") },
            .. question.GroupBy.Select(g => new Column(Camel(g), "", CellKind.Text, "")),
            .. MeasureNames.Select(m => new Column(m, "", CellKind.Number, "")),
            .. question.Percentiles ? Percentiles.Select(p => new Column(p, "", CellKind.Number, "")) : [],
        ];
        return new Sheet(columns, [.. rows.Select(row => Cells(question, row))]);
    }

    private static object?[] Cells(StatisticsRequest question, StatisticsRow row)
    {
        var m = row.Measures;
        var form = question.Period == StatisticsPeriod.Hour ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd";
        return
        [
            .. question.Period == StatisticsPeriod.Whole ? [] : new object?[] { row.Period?.ToString(form, CultureInfo.InvariantCulture) },
            .. row.Keys.Select(object? (key) => key.Length == 0 ? null : key),
            m.Jobs, m.Outcomes, m.Completed, m.Failed, m.Interrupted, m.Cancelled, m.Refused, m.NotStarted, m.Moved, m.Pages, m.Sheets,
            m.Copies, m.ColourPages, m.MonoPages, m.DuplexPages, m.Uncounted, m.Bytes, m.BytesDirect, m.Waits, m.WaitMs, m.Prints,
            m.PrintMs, m.Leases, m.LeaseMs,
            .. question.Percentiles
                ? new object?[] { row.Durations?.WaitP50, row.Durations?.WaitP95, row.Durations?.PrintP50, row.Durations?.PrintP95 } : [],
        ];
    }

    private static string Camel(string kebab)
    {
        var parts = kebab.Split('-');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
    }
}
