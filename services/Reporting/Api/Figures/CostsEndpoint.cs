using Microsoft.AspNetCore.Http;
using TicketFlow.Reporting.Api.Questions;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Sums of charges by period and dimension; never of different currencies.</summary>
internal sealed class CostsEndpoint(CostsQuery costs)
{
    private static readonly (string, string)[] Forms = [("json", "application/json"), ("csv", "text/csv")];

    public async Task AnswerAsync(HttpContext http, string? suffix)
    {
        var query = new QueryReader(http.Request.Query);
        var question = Read(query);
        query.Finish();
        var form = Answers.Choose(http.Request, suffix, Forms);
        var sheet = await costs.AskAsync(question, http.RequestAborted);
        if (form == "csv")
        {
            await Answers.WriteAsync(http, "text/csv; charset=utf-8; header=present", sheet.ToCsv());
            return;
        }

        await Answers.WriteAsync(http, "application/json", sheet.ToJson(json => json.WriteString("zone", question.Days.Zone), next: null));
    }

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
        return new CostsQuestion(days, per, [.. CostsQuery.Groups.Where(g => words.Contains(g.Name))], filters);
    }
}
