using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;
using TicketFlow.Reporting.Statistics;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Sums of jobs, pages, bytes, times and causes by period and dimension.</summary>
internal sealed class StatisticsEndpoint(StatisticsQuery statistics)
{
    private const int UsualRows = 1_000;
    private const int MostRows = 10_000;

    /// <summary>Words of the API for dimensions: costCentre, not cost-centre.</summary>
    public static IReadOnlyList<string> DimensionNames { get; } = [.. Dimensions.Names.Select(Camel)];

    /// <summary>… and for measures.</summary>
    public static IReadOnlyList<string> MeasureNames { get; } = [.. StatisticsMeasures.Names.Select(Camel)];

    private static readonly (string, string)[] Forms = [("json", "application/json"), ("csv", "text/csv")];

    private static readonly string[] Percentiles = ["waitP50", "waitP95", "printP50", "printP95"];

    public async Task AnswerAsync(HttpContext http, string? suffix)
    {
        var query = new QueryReader(http.Request.Query);
        var question = Read(query);
        var mark = ListCursor.FingerprintOf(JsonSerializer.Serialize(question));
        question = question with { Offset = PageCursor.Read(query, mark) };
        query.Finish();
        var form = Answers.Choose(http.Request, suffix, Forms);
        var page = await AskAsync(question, http.RequestAborted);
        var sheet = ToSheet(question, page.Rows);
        if (form == "csv")
        {
            await Answers.WriteAsync(http, "text/csv; charset=utf-8; header=present", sheet.ToCsv());
            return;
        }

        var end = question.Offset + page.Rows.Count;
        var next = end < page.Total ? PageCursor.Write(mark, end) : null;
        await Answers.WriteAsync(http, "application/json", sheet.ToJson(json => Heading(json, question, page.Total), next));
    }

    private async Task<StatisticsPage> AskAsync(StatisticsRequest question, CancellationToken cancellation)
    {
        try
        {
            return await statistics.GetAsync(question, cancellation);
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
        var filters = DimensionNames.Select(name => (Name: Kebab(name), Values: query.Many(name))).Where(f => f.Values.Count > 0)
            .ToDictionary(f => f.Name, f => f.Values, StringComparer.Ordinal);
        var sort = query.One("sort");
        if (sort is not null && !MeasureNames.Contains(sort.TrimStart('-'), StringComparer.Ordinal))
        {
            query.Refuse("sort", $"'{sort}' is none of {string.Join(", ", MeasureNames)}, with a '-' for the greatest first.");
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
            || groups.Except(DimensionNames, StringComparer.Ordinal).Any())
        {
            query.Refuse("by", $"At most four different of {string.Join(", ", DimensionNames)}, with commas between.");
            return [];
        }

        return [.. groups.Select(Kebab)];
    }

    private static Sheet ToSheet(StatisticsRequest question, IReadOnlyList<StatisticsRow> rows)
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
            m.PrintMs,
            .. question.Percentiles
                ? new object?[] { row.Durations?.WaitP50, row.Durations?.WaitP95, row.Durations?.PrintP50, row.Durations?.PrintP95 } : [],
        ];
    }

    private static void Heading(Utf8JsonWriter json, StatisticsRequest question, long total)
    {
        json.WriteString("from", question.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("to", question.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("zone", question.TimeZone);
        json.WriteNumber("total", total);
    }

    private static string Camel(string kebab)
    {
        var parts = kebab.Split('-');
        return parts[0] + string.Concat(parts.Skip(1).Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
    }

    private static string Kebab(string camel) =>
        string.Concat(camel.Select(c => char.IsAsciiLetterUpper(c) ? "-" + char.ToLowerInvariant(c) : c.ToString()));
}
