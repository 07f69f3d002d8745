using System.Net;
using System.Text.Json;
using Npgsql;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Api.Callers;
using TicketFlow.Reporting.Api.Lists;
using TicketFlow.Reporting.Api.Views;
using TicketFlow.Reporting.Statistics;

namespace Reporting.Tests.Api;

/// <summary>Answers to the letter: borders, filters, and each figure under its own name.</summary>
[Collection(ApiSite.Name)]
public sealed class AnswerTests(ApiSite site)
{
    private const string Iso = "'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'";

    [Fact]
    public async Task A_period_has_its_first_moment_and_not_its_last()
    {
        var times = await site.Log.Database.ColumnAsync($"""
            select to_char(at at time zone 'UTC', {Iso}) from (
              select distinct at from reporting.outcome order by at offset 100 limit 3) o
            """);
        var rows = await ItemsAsync($"outcomes?from={times[0]}&to={times[2]}&limit=1000");
        rows.Select(r => r.GetProperty("at").GetDateTimeOffset()).Distinct()
            .ShouldBe(times.Take(2).Select(t => DateTimeOffset.Parse(t)), ignoreOrder: true);
        var csv = await site.Reader.GetStringAsync($"outcomes.csv?from={times[0]}&to={times[1]}&columns=at");
        csv.Split("\r\n")[1].ShouldBe(times[0][..^4] + "Z", "milliseconds, UTC");
    }

    [Fact]
    public async Task Every_measure_stands_under_its_own_name()
    {
        await using var source = NpgsqlDataSource.Create(site.Log.ReportingConnection);
        var expected = await new StatisticsQuery(source).GetAsync(new StatisticsRequest
        {
            From = new(2026, 2, 1),
            Until = new(2026, 3, 1),
            GroupBy = [Dimensions.Outcome],
            Percentiles = true,
            SortBy = "wait-ms",
        });
        var items = await ItemsAsync("statistics?month=2026-02&by=outcome&percentiles=true&sort=waitMs");
        items.Count.ShouldBe(expected.Rows.Count);
        foreach (var (item, row) in items.Zip(expected.Rows))
        {
            item.GetProperty("outcome").GetString().ShouldBe(row.Keys[0]);
            foreach (var property in typeof(StatisticsMeasures).GetProperties().Where(p => p.PropertyType == typeof(long)))
            {
                Figure(item, property.Name).ShouldBe((long)property.GetValue(row.Measures)!, property.Name);
            }

            foreach (var property in typeof(StatisticsDurations).GetProperties())
            {
                Figure(item, property.Name).ShouldBe((long?)property.GetValue(row.Durations), property.Name);
            }
        }

        items.Select(i => Figure(i, "WaitMs")!.Value).ShouldBeInOrder(SortDirection.Ascending);
        (await ItemsAsync("statistics?month=2026-02&by=outcome&sort=-waitMs")).Select(i => Figure(i, "WaitMs")!.Value)
            .ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task The_mean_time_to_repair_is_of_the_faults_that_ended()
    {
        await using var source = NpgsqlDataSource.Create(site.Log.ReportingConnection);
        var query = new AvailabilityQuery(source, TimeProvider.System);
        for (var day = new DateOnly(2026, 2, 2); day.Day < 14; day = day.AddDays(1))
        {
            var expected = (await query.GetAsync(day, day.AddDays(1)))
                .Select(r => $"{r.Resource} {r.Faults} {(r.Repaired > 0 ? r.RepairMs / r.Repaired : null)}");
            (await ItemsAsync($"availability?from={day:yyyy-MM-dd}&to={day.AddDays(1):yyyy-MM-dd}"))
                .Select(i => $"{i.GetProperty("resource")} {Figure(i, "Faults")} {Figure(i, "MeanRepairMs")}").ShouldBe(expected);
        }
    }

    [Fact]
    public async Task The_cursor_of_figures_belongs_to_its_question()
    {
        var page = await site.GetAsync("statistics?month=2026-02&by=user&limit=2");
        var problem = await ApiSite.ProblemAsync(
            site.Reader, $"statistics?month=2026-02&by=resource&limit=2&cursor={page.GetProperty("next").GetString()}",
            HttpStatusCode.BadRequest);
        problem.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe(FinanceErrors.CursorInvalid);
    }

    [Fact]
    public async Task Costs_are_of_the_zones_days_and_only_of_those_asked_for()
    {
        var resources = await site.Log.Database.ColumnAsync("select distinct resource from reporting.charge order by 1 limit 2");
        var items = await ItemsAsync(
            "costs?from=2026-02-03&to=2026-02-20&zone=Asia/Tokyo&per=day&by=outcome&outcome=completed"
            + string.Concat(resources.Select(r => $"&resource={Uri.EscapeDataString(r)}")));
        var counted = await site.Log.Database.ColumnAsync($"""
            select concat_ws(' ', to_char(at at time zone 'Asia/Tokyo', 'YYYY-MM-DD'), outcome, currency, count(*), sum(net),
              count(*) filter (where unpriced)) from reporting.charge
            where (at at time zone 'Asia/Tokyo')::date between '2026-02-03' and '2026-02-19'
              and resource in ('{resources[0]}', '{resources[1]}') and outcome = 'completed'
            group by to_char(at at time zone 'Asia/Tokyo', 'YYYY-MM-DD'), outcome, currency order by 1
            """);
        items.Select(i => string.Join(' ', i.EnumerateObject().Select(p => p.Value.ToString()))).ShouldBe(counted);
        items.Count.ShouldBeGreaterThan(5);
        var nobody = await ItemsAsync("costs?month=2026-02&costCentre=");
        nobody.Sum(i => i.GetProperty("charges").GetInt64()).ShouldBe(
            await site.Log.Database.ScalarAsync<long>("select count(*) from reporting.charge where cost_centre is null"));
    }

    [Fact]
    public async Task Invoices_are_listed_by_month_kind_and_cost_centre()
    {
        var all = await ItemsAsync("invoices");
        var kinds = all.Select(i => i.GetProperty("kind").GetString()!).Distinct().ToList();
        kinds.Order(StringComparer.Ordinal).ShouldBe(["credit-note", "draft", "invoice"]);
        foreach (var kind in kinds)
        {
            (await ItemsAsync($"invoices?kind={kind}")).Count.ShouldBe(all.Count(i => i.GetProperty("kind").GetString() == kind));
        }

        (await ItemsAsync("invoices?month=2026-02")).Count.ShouldBe(all.Count);
        (await ItemsAsync("invoices?month=2026-01")).ShouldBeEmpty();
        (await ItemsAsync("invoices?month=2026-03")).ShouldBeEmpty();
        var credit = all.Single(i => i.GetProperty("kind").GetString() == "credit-note");
        (await ItemsAsync($"invoices?costCentre={Uri.EscapeDataString(credit.GetProperty("costCentre").GetString()!)}"))
            .Select(i => i.GetProperty("kind").GetString()).ShouldBe(["invoice", "credit-note"], ignoreOrder: true);
        using var byNumber = await site.Finance.GetAsync($"invoices/{credit.GetProperty("number").GetString()}.json");
        using var byId = await site.Finance.GetAsync($"invoices/{Uri.EscapeDataString(credit.GetProperty("id").GetString()!)}.json");
        byNumber.Headers.CacheControl!.ToString().ShouldContain("max-age=31536000");
        byId.Headers.CacheControl!.NoCache.ShouldBeTrue("an id stands for the latest of several documents");
    }

    [Fact]
    public async Task A_cache_keeps_answers_apart_by_who_asked_and_for_what_form()
    {
        using var answer = await site.Reader.GetAsync("resources");
        answer.Headers.Vary.ShouldBe(["Accept", "Authorization", "Cookie"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_cookie_of_the_page_is_out_of_reach_of_scripts_and_other_sites()
    {
        using var client = site.Client(site.ReadToken);
        using var answer = await client.PostAsync(new Uri(site.Address, "/session"), content: null);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith(TokenAuthentication.Cookie + "=");
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        cookie.ShouldNotContain("expires");
    }

    [Fact]
    public async Task Lists_of_money_and_only_those_are_for_finance()
    {
        foreach (var listing in Listings.All)
        {
            using var answer = await site.Reader.GetAsync($"{listing.Name}?limit=1");
            answer.StatusCode.ShouldBe(listing.Name == "charges" ? HttpStatusCode.Forbidden : HttpStatusCode.OK, listing.Name);
        }

        foreach (var path in (string[])["invoices", "invoices.csv", "invoices/2026-000001", "costs?month=2026-02"])
        {
            using var answer = await site.Reader.GetAsync(path);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Fact]
    public async Task The_views_of_bi_hold_what_the_lists_hold_column_by_column()
    {
        const string made = "select count(*) from pg_views where schemaname = 'bi'";
        await Eventually.TrueAsync(
            async () => await site.Log.Database.ScalarAsync<long>(made) == BiSchema.All.Count, "the views are made");

        foreach (var view in BiSchema.All)
        {
            var columns = string.Join(", ", view.Listing.Columns.Select(c => c.Sql));
            (await site.Log.Database.ScalarAsync<long>($"""
                select count(*) from (select {columns} from bi.{view.Name} except all select {columns} from {BiSchema.From(view)}) d
                """)).ShouldBe(0, view.Name);
        }
    }

    [Fact]
    public async Task The_description_tells_forms_and_problems_of_every_address()
    {
        var paths = (await site.GetAsync("openapi.json")).GetProperty("paths");
        foreach (var path in paths.EnumerateObject().Where(p => p.Value.TryGetProperty("get", out _) && p.Name != "/api/v1/session"))
        {
            var responses = path.Value.GetProperty("get").GetProperty("responses");
            foreach (var status in (string[])["400", "401", "403", "503"])
            {
                responses.TryGetProperty(status, out _).ShouldBeTrue($"{path.Name} {status}");
            }
        }

        Forms(paths, "/api/v1/jobs").ShouldBe(["application/json", "text/csv"], ignoreOrder: true);
        Forms(paths, "/api/v1/jobs.csv").ShouldBe(["text/csv"]);
        Forms(paths, "/api/v1/jobs.json").ShouldBe(["application/json"]);
    }

    private static IEnumerable<string> Forms(JsonElement paths, string path) => paths.GetProperty(path).GetProperty("get")
        .GetProperty("responses").GetProperty("200").GetProperty("content").EnumerateObject().Select(p => p.Name);

    private static long? Figure(JsonElement item, string name) =>
        item.GetProperty(JsonNamingPolicy.CamelCase.ConvertName(name)) is { ValueKind: JsonValueKind.Number } number
            ? number.GetInt64() : null;

    private async Task<List<JsonElement>> ItemsAsync(string path) =>
        [.. (await site.GetAsync(path)).GetProperty("items").EnumerateArray()];
}
