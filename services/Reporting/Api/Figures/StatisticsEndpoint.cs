using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Sums of jobs, pages, bytes, times and causes by period and dimension.</summary>
internal sealed class StatisticsEndpoint(StatisticsQuery statistics, FigureFile files)
{
    private const int UsualRows = 1_000;
    private const int MostRows = 10_000;

    private static readonly (string, string)[] Forms = [("json", "application/json"), ("csv", "text/csv")];

    public async Task AnswerAsync(HttpContext http, string? suffix)
    {
        var query = new QueryReader(http.Request.Query);
        var question = Read(query);
        var mark = ListCursor.FingerprintOf(JsonSerializer.Serialize(question));
        question = question with { Offset = PageCursor.Read(query, mark) };
        query.Finish();
        if (Answers.Choose(http.Request, suffix, Forms) == "csv")
        {
            await files.WriteAsync(http, limit => AskAsync(question with { Limit = limit ?? question.Limit }, http.RequestAborted));
            return;
        }

        var page = await AskAsync(question, http.RequestAborted);
        var end = question.Offset + page.Sheet.Rows.Count;
        var next = end < page.Total ? PageCursor.Write(mark, end) : null;
        await Answers.WriteAsync(http, "application/json", page.Sheet.ToJson(json => Heading(json, question, page.Total), next));
    }

    private async Task<FigurePage> AskAsync(StatisticsRequest question, CancellationToken cancellation)
    {
        try
        {
            var page = await statistics.GetAsync(question, cancellation);
            return new FigurePage(StatisticsSheet.Of(question, page.Rows), page.Total);
        }
        catch (StatisticsRequestException e)
        {
            // What the parameters alone do not show.
            throw new ApiProblemException(ApiProblem.Parameters([new FieldProblem("question", e.Code, e.Message)]));
        }
    }

    private static StatisticsRequest Read(QueryReader query)
    {
        var days = Days.Read(query);
        var per = query.OneOf("per", "whole", "hour", "day", "week", "month");
        var groups = Groups(query);
        var filters = StatisticsSheet.DimensionNames.Select(name => (Name: Kebab(name), Values: query.Many(name)))
            .Where(f => f.Values.Count > 0)
            .ToDictionary(f => f.Name, f => f.Values, StringComparer.Ordinal);
        var sort = query.One("sort");
        if (sort is not null && !StatisticsSheet.MeasureNames.Contains(sort.TrimStart('-'), StringComparer.Ordinal))
        {
            query.Refuse(
                "sort", $"'{sort}' is none of {string.Join(", ", StatisticsSheet.MeasureNames)}, with a '-' for the greatest first.");
        }

        return new StatisticsRequest
        {
            From = days.From,
            Until = days.Until,
            TimeZone = days.Zone,
            Period = Enum.TryParse<StatisticsPeriod>(per, ignoreCase: true, out var period) ? period : StatisticsPeriod.Whole,
            GroupBy = groups,
            Filters = filters,
            SortBy = sort is null ? null : Kebab(sort.TrimStart('-')),
            Descending = sort?.StartsWith('-') is true,
            Limit = query.Number("limit", 1, MostRows, UsualRows),
            Percentiles = query.OneOf("percentiles", "false", "true") == "true",
        };
    }

    private static string[] Groups(QueryReader query)
    {
        string[] groups = [.. (query.One("by") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)];
        if (groups.Length > 4 || groups.Distinct(StringComparer.Ordinal).Count() < groups.Length
            || groups.Except(StatisticsSheet.DimensionNames, StringComparer.Ordinal).Any())
        {
            query.Refuse("by", $"At most four different of {string.Join(", ", StatisticsSheet.DimensionNames)}, with commas between.");
            return [];
        }

        return [.. groups.Select(Kebab)];
    }

    private static void Heading(Utf8JsonWriter json, StatisticsRequest question, long total)
    {
        json.WriteString("from", question.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("to", question.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("zone", question.TimeZone);
        json.WriteNumber("total", total);
    }

    private static string Kebab(string camel) =>
        string.Concat(camel.Select(c => char.IsAsciiLetterUpper(c) ? "-" + char.ToLowerInvariant(c) : c.ToString()));
}
