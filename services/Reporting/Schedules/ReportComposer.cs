using TicketFlow.Reporting.Api.Figures;
using TicketFlow.Reporting.Api.Questions;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting.Schedules;

/// <summary>A report as it goes out.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">Totals, the greatest rows, and where more is.</param>
/// <param name="Csv">All rows, or the first ones; RFC 4180, UTF-8.</param>
/// <param name="Rows">How many.</param>
internal sealed record ComposedReport(string Subject, string Text, ReadOnlyMemory<byte> Csv, int Rows);

/// <summary>Asks for the figures of a report.</summary>
internal sealed class ReportComposer(StatisticsQuery statistics, CostsQuery costs)
{
    // A mail is no place for files of any length: its text says when rows are missing.
    private const int MostRows = 10_000;

    /// <summary>The report about a period.</summary>
    /// <param name="page">The finance page's address, or null.</param>
    /// <param name="note">A sentence that readers should know, or null.</param>
    public async Task<ComposedReport> ComposeAsync(
        ReportSchedule schedule, ReportPeriod period, string? page, string? note, CancellationToken cancellation)
    {
        var days = new Days(period.From, period.Until, schedule.Zone);
        var whole = await statistics.GetAsync(Question(days), cancellation);
        var money = (await costs.AskAsync(new CostsQuestion(days, "whole", [], []), cancellation)).Sheet;
        var rows = schedule.Report == ReportKinds.Costs
            ? await CostsAsync(days, cancellation) : await StatisticsAsync(schedule.Report, days, cancellation);
        var text = ReportText.Write(
            new ReportContent(schedule, period, whole.Rows.FirstOrDefault()?.Measures, money, rows.Sheet, rows.Total, page, note));
        var subject = $"Printing, {period.Name}: {ReportText.NameOf(schedule.Report)}";
        return new ComposedReport(subject, text, rows.Sheet.ToCsv(), rows.Sheet.Rows.Count);
    }

    private async Task<FigurePage> StatisticsAsync(string report, Days days, CancellationToken cancellation)
    {
        var question = Question(days) with { Limit = MostRows };
        question = report == ReportKinds.Overview
            ? question with { Period = days.Until == days.From.AddDays(1) ? StatisticsPeriod.Hour : StatisticsPeriod.Day }
            : question with { GroupBy = [report], SortBy = report == Dimensions.Cause ? "outcomes" : "pages", Descending = true };
        var answer = await statistics.GetAsync(question, cancellation);
        return new FigurePage(StatisticsSheet.Of(question, answer.Rows), answer.Total);
    }

    private Task<FigurePage> CostsAsync(Days days, CancellationToken cancellation)
    {
        var groups = CostsQuery.Groups.Where(g => g.Name is "costCentre" or "department").OrderBy(g => g.Name, StringComparer.Ordinal);
        return costs.AskAsync(
            new CostsQuestion(days, "whole", [.. groups], []) { Limit = MostRows, HighestFirst = true }, cancellation);
    }

    private static StatisticsRequest Question(Days days) => new() { From = days.From, Until = days.Until, TimeZone = days.Zone };
}
