using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Api;
using TicketFlow.Reporting.Api.Figures;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Questions;

namespace Reporting.Tests.Api;

/// <summary>What parameters mean, and what is refused of them.</summary>
public sealed class QuestionTests
{
    [Theory]
    [InlineData("2026-10", "Europe/Berlin", "2026-09-30T22:00Z", "2026-10-31T23:00Z")]
    [InlineData("2026-02", "UTC", "2026-02-01T00:00Z", "2026-03-01T00:00Z")]
    [InlineData("2026-12", "Asia/Kolkata", "2026-11-30T18:30Z", "2026-12-31T18:30Z")]
    [InlineData("2026-11", "America/Havana", "2026-11-01T04:00Z", "2026-12-01T05:00Z")]
    [InlineData("2026-04", "Africa/Cairo", "2026-03-31T22:00Z", "2026-04-30T21:00Z")]
    public void A_month_of_a_list_begins_and_ends_at_midnight_of_the_zone(string month, string zone, string from, string to)
    {
        var period = Period.Read(Query(("month", month), ("zone", zone)));
        (period.From, period.To).ShouldBe(((DateTimeOffset?)DateTimeOffset.Parse(from), (DateTimeOffset?)DateTimeOffset.Parse(to)));
    }

    [Theory]
    [InlineData("2026-02", "2026-02-01", "2026-03-01")]
    [InlineData("2026-12", "2026-12-01", "2027-01-01")]
    [InlineData("2028-02", "2028-02-01", "2028-03-01")]
    public void A_month_of_figures_is_its_days(string month, string from, string until)
    {
        var days = Days.Read(Query(("month", month)));
        (days.From, days.Until, days.Zone).ShouldBe((DateOnly.Parse(from), DateOnly.Parse(until), "UTC"));
    }

    [Fact]
    public void What_stands_twice_is_too_much_or_too_long_is_refused()
    {
        var query = Query(
            ("month", new StringValues(["2026-01", "2026-02"])), ("user", new StringValues([.. Enumerable.Repeat("anna", 201)])),
            ("agent", new string('x', 301)), ("resource", "a\0b"), ("kind", new StringValues([.. Enumerable.Repeat("a", 200)])),
            ("site", new string('x', 300)));
        query.One("month").ShouldBe("2026-01");
        foreach (var name in (string[])["user", "agent", "resource"])
        {
            query.Many(name).ShouldBeEmpty(name);
        }

        (query.Many("kind").Count, query.Many("site").Count).ShouldBe((200, 1));
        Should.Throw<ApiProblemException>(query.Finish).Problem.Errors!.Select(e => $"{e.Parameter} {e.Code}").ShouldBe(
        [
            "month " + FinanceErrors.ParameterTwice, "user " + FinanceErrors.ValueInvalid, "agent " + FinanceErrors.ValueInvalid,
            "resource " + FinanceErrors.ValueInvalid,
        ]);
    }

    [Theory]
    [InlineData("application/json;q=0.5, text/csv", "csv")]
    [InlineData("text/csv;q=0.5, application/json", "json")]
    [InlineData("text/*, application/json;q=0.9", "csv")]
    [InlineData("*/*", "json")]
    [InlineData("*/*;q=0.1, application/json;q=0", "csv")]
    [InlineData("image/png, text/csv;q=0.1", "csv")]
    public void The_form_is_what_the_caller_likes_best(string accept, string form)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Accept = accept;
        (string, string)[] offered = [("json", "application/json"), ("csv", "text/csv")];
        Answers.Choose(http.Request, null, offered).ShouldBe(form);
        Answers.Choose(http.Request, "csv", offered).ShouldBe("csv", "what the address says counts before");
    }

    [Fact]
    public void A_sheet_is_alike_in_both_forms_and_no_text_becomes_a_formula()
    {
        Column[] columns =
        [
            new("name", "", CellKind.Text, ""), new("n", "", CellKind.Number, ""), new("net", "", CellKind.Decimal, ""),
            new("share", "", CellKind.Decimal, ""),
        ];
        var sheet = new Sheet(
            columns, [["=1+1", -5L, -0.50m, 0.25], ["@a", null, null, null], ["-x", 1L, 1m, 1d], ["+1, \"b\"", 0L, 0m, 0d]]);
        Encoding.UTF8.GetString(sheet.ToCsv().Span).Replace("\"", "", StringComparison.Ordinal).ShouldBe(
            "name,n,net,share\r\n'=1+1,-5,-0.50,0.25\r\n'@a,,,\r\n'-x,1,1,1\r\n'+1, b,0,0,0\r\n");
        Encoding.UTF8.GetString(sheet.ToJson(_ => { }, "more").Span).ShouldStartWith(
            """{"items":[{"name":"=1\u002B1","n":-5,"net":-0.50,"share":0.25},{"name":"@a","n":null,"net":null,"share":null}""");
    }

    private static QueryReader Query(params (string Name, StringValues Values)[] parameters) =>
        new(new QueryCollection(parameters.ToDictionary(p => p.Name, p => p.Values, StringComparer.Ordinal)));
}
