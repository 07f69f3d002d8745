using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>Sums of charges by period and dimension; never of different currencies.</summary>
internal sealed class CostsEndpoint(NpgsqlDataSource database, IOptions<ApiOptions> options)
{
    private const int MostRows = 10_000;

    /// <summary>What charges are summed by: the API's word and the column.</summary>
    public static readonly IReadOnlyList<(string Name, string Sql)> Groups =
    [
        ("department", "department"), ("costCentre", "cost_centre"), ("user", @"domain || '\' || user_name"), ("resource", "resource"),
        ("outcome", "outcome"), ("grade", "grade"), ("tariff", "tariff"),
    ];

    private static readonly (string, string)[] Forms = [("json", "application/json"), ("csv", "text/csv")];

    public async Task AnswerAsync(HttpContext http, string? suffix)
    {
        var query = new QueryReader(http.Request.Query);
        var question = Read(query);
        query.Finish();
        var form = Answers.Choose(http.Request, suffix, Forms);
        var sheet = await AskAsync(question, http.RequestAborted);
        if (form == "csv")
        {
            await Answers.WriteAsync(http, "text/csv; charset=utf-8; header=present", sheet.ToCsv());
            return;
        }

        await Answers.WriteAsync(http, "application/json", sheet.ToJson(json => json.WriteString("zone", question.Days.Zone), next: null));
    }

    private static Question Read(QueryReader query)
    {
        var (days, per) = (Days.Read(query), query.OneOf("per", "whole", "day", "week", "month"));
        var words = (query.One("by") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > Groups.Count || words.Any(w => Groups.All(g => g.Name != w)))
        {
            query.Refuse("by", $"Some of {string.Join(", ", Groups.Select(g => g.Name))}, with commas between.");
            words = [];
        }

        var filters = Groups.Select(g => (g.Sql, Values: query.Many(g.Name))).Where(f => f.Values.Count > 0).ToList();
        return new Question(days, per, [.. Groups.Where(g => words.Contains(g.Name))], filters);
    }

    private async Task<Sheet> AskAsync(Question question, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Sql(question));
        command.CommandTimeout = (int)Math.Ceiling(options.Value.Patience.TotalSeconds);
        command.Parameters.Add(new() { Value = question.Days.From });
        command.Parameters.Add(new() { Value = question.Days.Until });
        command.Parameters.Add(new() { Value = question.Days.Zone });
        foreach (var (_, values) in question.Filters)
        {
            command.Parameters.Add(new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<object?[]>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(Row(reader));
        }

        return new Sheet(ColumnsOf(question), rows);
    }

    private static object?[] Row(NpgsqlDataReader reader)
    {
        var row = new object?[reader.FieldCount];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
        }

        return row;
    }

    private static string Sql(Question question)
    {
        var period = question.Per == "whole" ? "" : $"to_char(date_trunc('{question.Per}', at at time zone $3), 'YYYY-MM-DD'), ";
        var keys = string.Concat(question.Groups.Select(g => g.Sql + ", "));
        var where = string.Concat(question.Filters.Select(
            (f, i) => string.Create(CultureInfo.InvariantCulture, $" and coalesce({f.Sql}, '') = any(${i + 4})")));
        var count = (period.Length > 0 ? 1 : 0) + question.Groups.Count + 1;
        var by = string.Join(", ", Enumerable.Range(1, count));
        return $"""
            select {period}{keys}currency, count(*), sum(net), count(*) filter (where unpriced) from reporting.charge
            where at >= ($1::timestamp at time zone $3) and at < ($2::timestamp at time zone $3){where}
            group by {by} order by {by} limit {MostRows}
            """;
    }

    private static IReadOnlyList<Column> ColumnsOf(Question question) =>
    [
        .. question.Per == "whole" ? [] : new[] { new Column("period", "", CellKind.Text, "") },
        .. question.Groups.Select(g => new Column(g.Name, "", CellKind.Text, "")),
        new("currency", "", CellKind.Text, ""), new("charges", "", CellKind.Number, ""), new("net", "", CellKind.Decimal, ""),
        new("unpriced", "", CellKind.Number, ""),
    ];

    private sealed record Question(
        Days Days, string Per, IReadOnlyList<(string Name, string Sql)> Groups,
        IReadOnlyList<(string Sql, IReadOnlyList<string> Values)> Filters);
}
