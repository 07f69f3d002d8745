using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;

namespace TicketFlow.Reporting.Api.Figures;

/// <summary>A question to the charges.</summary>
/// <param name="Per">whole, day, week or month.</param>
/// <param name="Groups">Some of <see cref="CostsQuery.Groups"/>.</param>
/// <param name="Filters">Columns and the values that count; the empty text stands for none.</param>
internal sealed record CostsQuestion(
    Days Days, string Per, IReadOnlyList<(string Name, string Sql)> Groups,
    IReadOnlyList<(string Sql, IReadOnlyList<string> Values)> Filters)
{
    /// <summary>Rows left out before the page.</summary>
    public int Offset { get; init; }

    /// <summary>Rows of the page.</summary>
    public int Limit { get; init; } = CostsQuery.MostRows;

    /// <summary>The highest costs first; otherwise by period, groups and currency.</summary>
    public bool HighestFirst { get; init; }
}

/// <summary>Sums of charges by period and dimension; never of different currencies.</summary>
internal sealed class CostsQuery(NpgsqlDataSource database, IOptions<ApiOptions> options)
{
    /// <summary>Rows of a page at most.</summary>
    public const int MostRows = 10_000;

    // Charges do not have these; outcomes do.
    private const string Client = "o.client";
    private const string Group = "g.name";

    private const string Period = "at >= ($1::timestamp at time zone $3) and at < ($2::timestamp at time zone $3)";

    /// <summary>What charges are summed by: the API's word and the column.</summary>
    public static readonly IReadOnlyList<(string Name, string Sql)> Groups =
    [
        ("department", "department"), ("costCentre", "cost_centre"), ("user", @"domain || '\' || user_name"), ("resource", "resource"),
        ("outcome", "outcome"), ("grade", "grade"), ("tariff", "tariff"), ("client", Client), ("group", Group),
    ];

    /// <summary>One page.</summary>
    public async Task<FigurePage> AskAsync(CostsQuestion question, CancellationToken cancellation)
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
        var (columns, rows, total) = (ColumnsOf(question), new List<object?[]>(), 0L);
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(Row(reader, columns.Count));
            total = reader.GetInt64(columns.Count);
        }

        return new FigurePage(new Sheet(columns, rows), total);
    }

    private static object?[] Row(NpgsqlDataReader reader, int columns)
    {
        var row = new object?[columns];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i) switch
            {
                // The period: written here once for each row of the answer, not by the database for each charge.
                DateTime begin => begin.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                var value => value,
            };
        }

        return row;
    }

    private static string Sql(CostsQuestion question)
    {
        var period = question.Per == "whole" ? "" : $"date_trunc('{question.Per}', at at time zone $3), ";
        var keys = string.Concat(question.Groups.Select(g => g.Sql + ", "));
        var where = string.Concat(question.Filters.Select(
            (f, i) => string.Create(CultureInfo.InvariantCulture, $" and {Condition(question, f.Sql)}(${i + 4})")));
        var count = (period.Length > 0 ? 1 : 0) + question.Groups.Count + 1;
        var by = string.Join(", ", Enumerable.Range(1, count));
        return $"""
            select {period}{keys}currency, count(*), sum(net), count(*) filter (where unpriced), count(*) over () as total
            from {Source(question)}
            where {Period}{where}
            group by {by} order by {(question.HighestFirst ? "sum(net) desc, " : "")}{by} offset {question.Offset} limit {question.Limit}
            """;
    }

    private static string Source(CostsQuestion question)
    {
        var asked = question.Groups.Select(g => g.Sql).Concat(question.Filters.Select(f => f.Sql)).ToList();
        return "reporting.charge" + (asked.Contains(Client) || asked.Contains(Group)
            ? $" join (select sequence, agent as client, groups from reporting.outcome where {Period}) o using (sequence)" : "")
            + (IsByGroup(question) ? " left join lateral unnest(o.groups) as g (name) on true" : "");
    }

    // Who is in several of the groups asked for counts once, unless groups are told apart.
    private static string Condition(CostsQuestion question, string column) => column == Group && !IsByGroup(question)
        ? "case when cardinality(o.groups) = 0 then array[''] else o.groups end && " : $"coalesce({column}, '') = any";

    private static bool IsByGroup(CostsQuestion question) => question.Groups.Any(g => g.Sql == Group);

    private static IReadOnlyList<Column> ColumnsOf(CostsQuestion question) =>
    [
        .. question.Per == "whole" ? [] : new[] { new Column("period", "", CellKind.Text, "") },
        .. question.Groups.Select(g => new Column(g.Name, "", CellKind.Text, "")),
        new("currency", "", CellKind.Text, ""), new("charges", "", CellKind.Number, ""), new("net", "", CellKind.Decimal, ""),
        new("unpriced", "", CellKind.Number, ""),
    ];
}
