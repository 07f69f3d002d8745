using System.Net;
using System.Text.Json;
using TicketFlow.Contracts.Errors;

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

    private static decimal Sum(JsonElement answer, string name) =>
        answer.GetProperty("items").EnumerateArray().Sum(row => row.GetProperty(name).GetDecimal());
}
