using System.Text.Json;
using Microsoft.AspNetCore.Http;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Sums of charges by period and dimension; never of different currencies.</summary>
internal sealed class CostsEndpoint(CostsQuery costs, FigureFile files)
{
    private static readonly (string, string)[] Forms = [("json", "application/json"), ("csv", "text/csv")];

    public async Task AnswerAsync(HttpContext http, string? suffix)
    {
        var query = new QueryReader(http.Request.Query);
        var question = Read(query);
        var mark = MarkOf(question);
        question = question with { Offset = PageCursor.Read(query, mark) };
        query.Finish();
        if (Answers.Choose(http.Request, suffix, Forms) == "csv")
        {
            await files.WriteAsync(http, limit => costs.AskAsync(question with { Limit = limit ?? question.Limit }, http.RequestAborted));
            return;
        }

        var page = await costs.AskAsync(question, http.RequestAborted);
        var end = question.Offset + page.Sheet.Rows.Count;
        var next = end < page.Total ? PageCursor.Write(mark, end) : null;
        await Answers.WriteAsync(http, "application/json", page.Sheet.ToJson(json => Heading(json, question, page.Total), next));
    }

    private static void Heading(Utf8JsonWriter json, CostsQuestion question, long total)
    {
        json.WriteString("zone", question.Days.Zone);
        json.WriteNumber("total", total);
    }

    // Named one by one: of pairs the serializer writes nothing.
    private static string MarkOf(CostsQuestion question) => ListCursor.FingerprintOf(JsonSerializer.Serialize(new
    {
        question.Days,
        question.Per,
        question.Limit,
        Groups = question.Groups.Select(g => g.Name),
        Filters = question.Filters.Select(f => new { f.Sql, f.Values }),
    }));

    private static CostsQuestion Read(QueryReader query)
    {
        var (days, per) = (Days.Read(query), query.OneOf("per", "whole", "day", "week", "month"));
        var words = (query.One("by") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > CostsQuery.Groups.Count || words.Any(w => CostsQuery.Groups.All(g => g.Name != w)))
        {
            query.Refuse("by", $"Some of {string.Join(", ", CostsQuery.Groups.Select(g => g.Name))}, with commas between.");
            words = [];
        }

        var filters = CostsQuery.Groups.Select(g => (g.Sql, Values: query.Many(g.Name))).Where(f => f.Values.Count > 0).ToList();
        return new CostsQuestion(days, per, [.. CostsQuery.Groups.Where(g => words.Contains(g.Name))], filters)
        {
            Limit = query.Number("limit", 1, CostsQuery.MostRows, CostsQuery.MostRows),
        };
    }
}
