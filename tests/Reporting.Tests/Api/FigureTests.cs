using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Api;
using TicketFlow.Reporting.Api.Figures;
using TicketFlow.Reporting.Statistics;

namespace Reporting.Tests.Api;

/// <summary>Figures over HTTP equal what plain SQL counts.</summary>
[Collection(ApiSite.Name)]
public sealed class FigureTests(ApiSite site)
{
    [Fact]
    public async Task Days_of_a_zone_sum_to_what_the_outcomes_say()
    {
        var answer = await site.GetAsync("statistics?month=2026-02&zone=Asia/Kolkata&per=day");
        foreach (var row in answer.GetProperty("items").EnumerateArray())
        {
            row.GetProperty("jobs").GetInt64().ShouldBe(await site.Log.Database.ScalarAsync<long>($"""
                select count(*) from reporting.outcome
                where is_first and (at at time zone 'Asia/Kolkata')::date = '{row.GetProperty("period").GetString()}'
                """));
        }

        answer.GetProperty("items").EnumerateArray().Sum(r => r.GetProperty("jobs").GetInt64()).ShouldBe(ApiSite.Jobs);
    }

    [Fact]
    public async Task Groups_come_sorted_in_pages_and_alike_as_csv()
    {
        var whole = await site.GetAsync("statistics?month=2026-02&by=resource,outcome&sort=-pages");
        var (rows, cursor) = (new List<string>(), "");
        do
        {
            var page = await site.GetAsync($"statistics?month=2026-02&by=resource,outcome&sort=-pages&limit=7{cursor}");
            rows.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.ToString()));
            cursor = page.GetProperty("next").GetString() is { } next ? "&cursor=" + next : null;
        }
        while (cursor is not null);

        rows.ShouldBe(whole.GetProperty("items").EnumerateArray().Select(r => r.ToString()));
        rows.Count.ShouldBe(whole.GetProperty("total").GetInt32());
        rows.Count.ShouldBe((int)await site.Log.Database.ScalarAsync<long>(
            "select count(distinct (coalesce(resource, ''), kind)) from reporting.outcome"));
        var csv = await site.Reader.GetStringAsync("statistics.csv?month=2026-02&by=resource,outcome&sort=-pages");
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(rows.Count + 1);
        csv.ShouldStartWith("resource,outcome,jobs,");
    }

    [Fact]
    public async Task Everything_wrong_with_a_question_is_named_at_once()
    {
        var problem = await ApiSite.ProblemAsync(
            site.Reader, "statistics?month=2026-13&per=year&by=shoe&sort=size&percentiles=maybe&limit=0&zone=CET5&what=x",
            HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("parameter").GetString())
            .ShouldBe(["month", "per", "by", "sort", "percentiles", "limit", "zone", "what"], ignoreOrder: true);
        (await ApiSite.ProblemAsync(site.Reader, "availability", HttpStatusCode.BadRequest)).ToString().ShouldContain("2026-10");
    }

    [Fact]
    public async Task Availability_is_known_for_every_printer()
    {
        var answer = await site.GetAsync("availability?month=2026-02");
        var rows = answer.GetProperty("items").EnumerateArray().ToList();
        rows.Count.ShouldBe(20);
        rows.Sum(r => r.GetProperty("faults").GetInt64())
            .ShouldBe(await site.Log.Database.ScalarAsync<long>("select count(*) from reporting.downtime where kind = 'fault'"));
        rows.Select(r => r.GetProperty("availability").GetDouble()).ShouldAllBe(share => share > 0.5 && share <= 1);
    }

    [Fact]
    public async Task What_jobs_cost_is_for_finance_only()
    {
        foreach (var path in (string[])["costs?month=2026-02", "charges", "charges.csv"])
        {
            (await ApiSite.ProblemAsync(site.Reader, path, HttpStatusCode.Forbidden)).GetProperty("code").GetString()
                .ShouldBe(FinanceErrors.RoleMissing);
        }

        var sums = await site.GetAsync("costs?month=2026-02&by=costCentre&per=week");
        Sum(sums, "net").ShouldBeGreaterThan(0);
        Sum(sums, "net").ShouldBe(await site.Log.Database.ScalarAsync<decimal>("select coalesce(sum(net), 0) from reporting.charge"));
        Sum(sums, "charges").ShouldBe(await site.Log.Database.ScalarAsync<long>("select count(*) from reporting.charge"));
    }

    [Fact]
    public async Task Costs_come_in_pages_that_make_up_the_whole_and_alike_as_csv()
    {
        const string question = "costs?month=2026-02&per=day&by=user,outcome";
        var whole = await site.GetAsync(question);
        var (rows, cursor) = (new List<string>(), "");
        do
        {
            var page = await site.GetAsync($"{question}&limit=50{cursor}");
            page.GetProperty("total").GetInt32().ShouldBe(whole.GetProperty("total").GetInt32());
            rows.AddRange(page.GetProperty("items").EnumerateArray().Select(r => r.ToString()));
            cursor = page.GetProperty("next").GetString() is { } next ? "&cursor=" + next : null;
        }
        while (cursor is not null);

        rows.ShouldBe(whole.GetProperty("items").EnumerateArray().Select(r => r.ToString()));
        rows.Count.ShouldBe(whole.GetProperty("total").GetInt32());
        rows.Count.ShouldBeGreaterThan(50);
        var csv = await site.Finance.GetStringAsync(question.Replace("costs?", "costs.csv?", StringComparison.Ordinal));
        csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(rows.Count + 1);
        csv.ShouldStartWith("period,user,outcome,currency,");
        var other = (await site.GetAsync($"{question}&limit=50&outcome=completed")).GetProperty("next").GetString();
        (await ApiSite.ProblemAsync(site.Finance, $"{question}&limit=50&outcome=failed&cursor={other}", HttpStatusCode.BadRequest))
            .GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe(FinanceErrors.CursorInvalid);
    }

    [Theory]
    [InlineData("statistics")]
    [InlineData("costs")]
    public async Task A_file_has_every_row_or_is_refused_but_for_whoever_asks_for_a_page(string figures)
    {
        const string question = "?month=2026-02&per=day&by=user";
        var total = (await site.GetAsync(figures + question)).GetProperty("total").GetInt32();
        total.ShouldBeGreaterThan(50);
        (await LinesAsync(figures, question, total)).ShouldBe(total + 1);
        (await LinesAsync(figures, question + "&limit=7", 1)).ShouldBe(7 + 1);
        var refused = (await Should.ThrowAsync<ApiProblemException>(() => LinesAsync(figures, question, total - 1))).Problem;
        (refused.Status, refused.Code).ShouldBe((400, FinanceErrors.TooManyRows));
        refused.Detail.ShouldStartWith($"The file would have {total} rows, and may have {total - 1}. Ask for a shorter period");
    }

    private async Task<int> LinesAsync(string figures, string question, int most)
    {
        var options = Options.Create(new ApiOptions { MostFigures = most });
        await using var source = NpgsqlDataSource.Create(site.Log.ReportingConnection);
        using var gate = new ExportGate(options);
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { Request = { QueryString = new QueryString(question) }, Response = { Body = body } };
        var file = new FigureFile(options, gate);
        await (figures == "costs"
            ? new CostsEndpoint(new CostsQuery(source, options), file).AnswerAsync(http, "csv")
            : new StatisticsEndpoint(new StatisticsQuery(source), file).AnswerAsync(http, "csv"));
        await http.Response.BodyWriter.FlushAsync();
        return Encoding.UTF8.GetString(body.ToArray()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length;
    }

    [Fact]
    public async Task Costs_are_by_client_and_by_group_where_whoever_is_in_two_counts_in_both()
    {
        const string charged = "reporting.charge c join reporting.outcome o using (sequence)";
        await AreAsync("client", "o.agent", charged);
        await AreAsync("group", "coalesce(g, '')", charged + " left join lateral unnest(o.groups) g on true");
        const string staff = "costs?month=2026-02&group=staff", heavy = "&group=heavy-users";
        var (all, both) = (await site.GetAsync("costs?month=2026-02"), await site.GetAsync(staff + heavy));
        var some = await site.GetAsync("costs?month=2026-02" + heavy);
        Sum(both, "charges").ShouldBe(Sum(all, "charges") - Sum(await site.GetAsync("costs?month=2026-02&group="), "charges"));
        Sum(await site.GetAsync(staff + heavy + "&by=group"), "charges").ShouldBe(Sum(both, "charges") + Sum(some, "charges"));
        Sum(some, "charges").ShouldBeInRange(1, Sum(all, "charges") - 1);
    }

    private async Task AreAsync(string name, string key, string source)
    {
        var rows = (await site.GetAsync("costs?month=2026-02&by=" + name)).GetProperty("items").EnumerateArray().ToList();
        rows.Select(r => $"{r.GetProperty(name)} {r.GetProperty("charges")} {r.GetProperty("net")}").ShouldBe(
            await site.Log.Database.ColumnAsync($"select {key} || ' ' || count(*) || ' ' || sum(c.net) from {source} group by {key}"),
            ignoreOrder: true);
        rows.Count.ShouldBeGreaterThan(1);
    }

    private static decimal Sum(JsonElement answer, string name) =>
        answer.GetProperty("items").EnumerateArray().Sum(row => row.GetProperty(name).GetDecimal());
}
