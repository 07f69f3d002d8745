using System.Globalization;
using System.Text;
using TicketFlow.Reporting.Api.Figures;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting.Schedules;

/// <summary>What a report's text is made of.</summary>
/// <param name="Whole">Sums of the period; null: nothing happened.</param>
/// <param name="Money">Charges of the period by currency.</param>
/// <param name="Sheet">The rows.</param>
/// <param name="Total">How many rows there are; the sheet may hold fewer.</param>
internal sealed record ReportContent(
    ReportSchedule Schedule, ReportPeriod Period, StatisticsMeasures? Whole, Sheet Money, Sheet Sheet, long Total, string? Page,
    string? Note);

/// <summary>A report in words. Pure.</summary>
internal static class ReportText
{
    private const int MostShown = 10;
    private const int WidestName = 40;

    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary>As people say it.</summary>
    public static string NameOf(string report) => report switch
    {
        ReportKinds.Overview => "overview",
        ReportKinds.Costs => "costs",
        Dimensions.CostCentre => "by cost centre",
        _ => "by " + report,
    };

    /// <summary>The name of the file that goes with it.</summary>
    public static string FileName(string schedule, ReportPeriod period) =>
        $"{schedule}-{period.Name.Replace("..", "-to-", StringComparison.Ordinal)}.csv";

    public static string Write(ReportContent content)
    {
        var text = new StringBuilder();
        var (schedule, period) = (content.Schedule, content.Period);
        Line(text, $"Printing from {period.From:yyyy-MM-dd} to {period.Until.AddDays(-1):yyyy-MM-dd} ({schedule.Zone}), "
            + $"{NameOf(schedule.Report)}.");
        Line(text, "");
        Totals(text, content.Whole, content.Money);
        if (content.Note is { } note)
        {
            Line(text, "").Append(note).Append('\n');
        }

        Greatest(text, content);
        Line(text, "");
        Line(text, content.Total > content.Sheet.Rows.Count
            ? $"{FileName(schedule.Name, period)} has only the first {content.Sheet.Rows.Count} of {content.Total} rows."
            : $"All rows are in {FileName(schedule.Name, period)}.");
        if (content.Page is { } page)
        {
            Line(text, $"More: {page.TrimEnd('/')}/?month={period.From:yyyy-MM}");
        }

        Line(text, $"This is the report '{schedule.Name}', sent {schedule.Rhythm}.");
        return text.ToString().TrimEnd('\n');
    }

    private static void Totals(StringBuilder text, StatisticsMeasures? whole, Sheet money)
    {
        var m = whole ?? StatisticsMeasures.None;
        Figure(text, "Jobs", m.Jobs, m.Jobs > 0 ? $"{Share(m.Completed, m.Jobs)} printed" : "nothing was printed");
        Figure(text, "Failed", m.Failed, null);
        Figure(text, "Cancelled", m.Cancelled, null);
        Figure(text, "Refused", m.Refused, null);
        Figure(
            text, "Pages", m.Pages, m.Pages > 0 ? $"{Share(m.ColourPages, m.Pages)} colour, {Share(m.DuplexPages, m.Pages)} duplex" : null);
        Figure(text, "Sheets", m.Sheets, null);
        foreach (var row in money.Rows)
        {
            Line(text, $"{"Costs",-12}{Cell(Of(money, row, "net")),14} {Of(money, row, "currency")}");
        }
    }

    private static void Greatest(StringBuilder text, ReportContent content)
    {
        var (sheet, report) = (content.Sheet, content.Schedule.Report);
        if (report == ReportKinds.Overview || sheet.Rows.Count == 0)
        {
            return;
        }

        var measure = report switch { ReportKinds.Costs => "net", Dimensions.Cause => "outcomes", _ => "pages" };
        var rows = report == ReportKinds.Costs
            ? sheet.Rows.OrderByDescending(row => (decimal)Of(sheet, row, measure)!) : sheet.Rows.AsEnumerable();
        Line(text, "");
        Line(text, measure switch { "net" => "The highest costs:", "outcomes" => "The most frequent:", _ => "The most pages:" });
        foreach (var row in rows.Take(MostShown))
        {
            var name = report == ReportKinds.Costs
                ? $"{Of(sheet, row, "costCentre") ?? "none"}, {Of(sheet, row, "department") ?? "none"}" : row[0]?.ToString() ?? "none";
            Line(text, $"  {Cut(name),-WidestName}{Cell(Of(sheet, row, measure)),14}"
                + (report == ReportKinds.Costs ? " " + Of(sheet, row, "currency") : ""));
        }
    }

    /// <summary>Never between the halves of one character.</summary>
    private static string Cut(string name) => name.Length <= WidestName ? name
        : name[..(char.IsHighSurrogate(name[WidestName - 1]) ? WidestName - 1 : WidestName)];

    private static object? Of(Sheet sheet, object?[] row, string column)
    {
        for (var i = 0; i < sheet.Columns.Count; i++)
        {
            if (sheet.Columns[i].Name == column)
            {
                return row[i];
            }
        }

        return null;
    }

    private static string Cell(object? value) => value switch
    {
        decimal amount => amount.ToString("#,##0.00####", Plain),
        long number => number.ToString("#,##0", Plain),
        _ => value?.ToString() ?? "",
    };

    private static void Figure(StringBuilder text, string name, long value, string? more) =>
        Line(text, $"{name,-12}{Cell(value),14}{(more is null ? "" : $"  ({more})")}");

    private static string Share(long part, long whole) => ((double)part / whole).ToString("0.#%", Plain);

    private static StringBuilder Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
