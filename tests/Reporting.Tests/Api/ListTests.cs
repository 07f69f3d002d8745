using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text.Json;
using TicketFlow.Contracts.Errors;

namespace Reporting.Tests.Api;

/// <summary>Lists: filter, order, pages, forms.</summary>
[Collection(ApiSite.Name)]
public sealed class ListTests(ApiSite site)
{
    [Theory]
    [InlineData("outcomes?limit=97")]
    [InlineData("outcomes?limit=97&sort=-at")]
    [InlineData("outcomes?limit=97&sort=user")]
    [InlineData("outcomes?limit=97&sort=-pages")]
    [InlineData("outcomes?limit=97&sort=code&kind=completed&kind=refused")]
    [InlineData("jobs?limit=97&sort=endedAt")]
    [InlineData("jobs?limit=97&sort=-waitMs&month=2026-02")]
    public async Task Pages_hold_every_row_once_and_in_order(string path)
    {
        var key = path.StartsWith("jobs", StringComparison.Ordinal) ? "jobId" : "sequence";
        var rows = await PagesAsync(path);
        var (view, where) = key == "jobId" ? ("job", "true") : ("outcome", path.Contains("kind", StringComparison.Ordinal)
            ? "kind in ('completed', 'refused')" : "true");
        rows.Count.ShouldBe((int)await site.Log.Database.ScalarAsync<long>($"select count(*) from reporting.{view} where {where}"));
        rows.Select(r => r.GetProperty(key).ToString()).Distinct().Count().ShouldBe(rows.Count);
        var sort = path.Split("sort=").ElementAtOrDefault(1)?.Split('&')[0] ?? key;
        var values = rows.Select(r => Comparable(r.GetProperty(sort.TrimStart('-')))).ToList();
        values.ShouldBe(sort[0] == '-' ? values.OrderDescending(StringComparer.Ordinal) : values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task All_that_is_wrong_is_named_at_once()
    {
        var problem = await ApiSite.ProblemAsync(
            site.Reader, "outcomes?from=yesterday&zone=Mars/Base&limit=0&sort=shoe&colour=perhaps&colours=red&attempt=1&month=2026-02",
            HttpStatusCode.BadRequest);
        problem.GetProperty("code").GetString().ShouldBe(FinanceErrors.ParametersWrong);
        problem.GetProperty("type").GetString().ShouldBe("urn:ticketflow:problem:parameters-wrong");
        problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("parameter")} {e.GetProperty("code")}").ShouldBe(
            [
                "from value-invalid", "zone value-invalid", "month value-invalid", "colour value-invalid", "sort value-invalid",
                "limit value-invalid", "attempt parameter-unknown", "colours parameter-unknown",
            ], ignoreOrder: true);
    }

    [Fact]
    public async Task A_cursor_belongs_to_its_question()
    {
        var page = await site.GetAsync("outcomes?limit=2&kind=completed");
        var cursor = page.GetProperty("next").GetString();
        foreach (var path in (string[])[$"outcomes?limit=2&cursor={cursor}", "outcomes?cursor=nonsense", $"jobs?cursor={cursor}"])
        {
            var problem = await ApiSite.ProblemAsync(site.Reader, path, HttpStatusCode.BadRequest);
            problem.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe(FinanceErrors.CursorInvalid);
        }
    }

    [Theory]
    [InlineData("outcomes?sort=at", null, "1")]
    [InlineData("outcomes?sort=at", "yesterday", "1")]
    [InlineData("outcomes?sort=user", "a\0b", "1")]
    [InlineData("outcomes?sort=-pages", "1e999", "1")]
    [InlineData("jobs?sort=endedAt", "2026-02-10T00:00:00Z", null)]
    public async Task A_forged_cursor_is_none(string path, string? value, string? key)
    {
        var problem = await ApiSite.ProblemAsync(site.Reader, await ForgeAsync(path, value, key), HttpStatusCode.BadRequest);
        problem.GetProperty("errors")[0].GetProperty("code").GetString().ShouldBe(FinanceErrors.CursorInvalid);
    }

    [Theory]
    [InlineData("2026-02-10T00:00:00")]
    [InlineData("2026-02-10T00:00:00+05:00")]
    public async Task A_forged_cursor_of_another_clock_is_one_all_the_same(string value) =>
        (await site.GetAsync(await ForgeAsync("outcomes?sort=at", value, "1"))).GetProperty("items").GetArrayLength()
            .ShouldBeGreaterThan(0);

    /// <summary>The question's own mark, with another place behind it.</summary>
    private async Task<string> ForgeAsync(string path, string? value, string? key)
    {
        var genuine = (await site.GetAsync(path + "&limit=2")).GetProperty("next").GetString();
        var mark = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(genuine))![0];
        return $"{path}&limit=2&cursor={Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new[] { mark, value, key }))}";
    }

    [Fact]
    public async Task Days_are_those_of_the_zone()
    {
        var utc = await PagesAsync("outcomes?from=2026-02-10&to=2026-02-11&limit=1000");
        var tokyo = await PagesAsync("outcomes?from=2026-02-10&to=2026-02-11&zone=Asia/Tokyo&limit=1000");
        utc.Select(At).ShouldAllBe(at => at.Day == 10);
        tokyo.Select(At).ShouldAllBe(at => at.AddHours(9).Day == 10);
        tokyo.Count.ShouldBe((int)await site.Log.Database.ScalarAsync<long>("""
            select count(*) from reporting.outcome where (at at time zone 'Asia/Tokyo')::date = '2026-02-10'
            """));
    }

    [Fact]
    public async Task An_empty_value_asks_for_rows_without_one()
    {
        var rows = await PagesAsync("outcomes?grade=&limit=1000");
        rows.ShouldNotBeEmpty();
        rows.ShouldAllBe(r => r.GetProperty("grade").ValueKind == JsonValueKind.Null);
        (await PagesAsync("outcomes?grade=&grade=idle&limit=1000")).Count.ShouldBeGreaterThan(rows.Count);
    }

    [Fact]
    public async Task What_the_caller_has_is_not_sent_again()
    {
        using var first = await site.Reader.GetAsync("resources");
        var tag = first.Headers.ETag.ShouldNotBeNull();
        first.Headers.CacheControl!.ToString().ShouldContain("private");
        using var again = new HttpRequestMessage(HttpMethod.Get, "resources") { Headers = { IfNoneMatch = { tag } } };
        using var second = await site.Reader.SendAsync(again);
        second.StatusCode.ShouldBe(HttpStatusCode.NotModified);
        (await second.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        using var other = new HttpRequestMessage(HttpMethod.Get, "resources?limit=3") { Headers = { IfNoneMatch = { tag } } };
        (await site.Reader.SendAsync(other)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Chosen_columns_come_alone_and_a_form_nobody_offers_is_refused()
    {
        var page = await site.GetAsync("jobs?columns=user,jobId&limit=1");
        page.GetProperty("items")[0].EnumerateObject().Select(p => p.Name).ShouldBe(["user", "jobId"]);
        using var request = new HttpRequestMessage(HttpMethod.Get, "jobs") { Headers = { { "Accept", "image/png" } } };
        using var answer = await site.Reader.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable);
        (await ApiSite.ProblemAsync(site.Reader, "nothing-here", HttpStatusCode.NotFound)).GetProperty("code").GetString()
            .ShouldBe(FinanceErrors.NotFound);
    }

    [Fact]
    public async Task The_description_names_every_list_and_its_parameters()
    {
        var document = await site.GetAsync("openapi.json");
        var paths = document.GetProperty("paths");
        foreach (var path in (string[])["/api/v1/jobs", "/api/v1/outcomes", "/api/v1/outcomes.csv", "/api/v1/resources"])
        {
            var get = paths.GetProperty(path).GetProperty("get");
            get.GetProperty("parameters").EnumerateArray().Select(p => p.GetProperty("name").GetString()).ShouldContain("sort");
            get.GetProperty("responses").TryGetProperty("400", out _).ShouldBeTrue();
        }
    }

    private async Task<List<JsonElement>> PagesAsync(string path)
    {
        var (rows, cursor) = (new List<JsonElement>(), default(string));
        do
        {
            var page = await site.GetAsync(cursor is null ? path : $"{path}&cursor={cursor}");
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        }
        while (cursor is not null);

        return rows;
    }

    private static DateTimeOffset At(JsonElement row) => row.GetProperty("at").GetDateTimeOffset();

    // Nothing comes first.
    private static string Comparable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.Number => value.GetInt64().ToString("D20", CultureInfo.InvariantCulture),
        _ when value.TryGetDateTime(out var time) => time.ToString("o", CultureInfo.InvariantCulture),
        _ => value.GetString()!,
    };
}
