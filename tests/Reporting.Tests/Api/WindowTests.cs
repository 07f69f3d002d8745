using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Reporting.Tests.Api;

/// <summary>Small tables sorted and page by page; exports that are not sent twice.</summary>
[Collection(ApiSite.Name)]
public sealed class WindowTests(ApiSite site)
{
    [Theory]
    [InlineData("invoices?month=2026-02", "gross")]
    [InlineData("availability?month=2026-02", "inServiceMs")]
    public async Task Pages_of_a_sorted_table_make_the_same_rows_as_the_whole(string path, string column)
    {
        var whole = await ItemsAsync($"{path}&sort=-{column}");
        whole.Count.ShouldBeGreaterThan(2);
        whole.Select(row => row.GetProperty(column).GetDecimal()).ShouldBeInOrder(SortDirection.Descending);
        (await ItemsAsync($"{path}&sort={column}")).Select(row => row.GetProperty(column).GetDecimal()).ShouldBeInOrder();
        var (parts, next) = (new List<string>(), "");
        do
        {
            var page = await site.GetAsync($"{path}&sort=-{column}&limit=2{next}");
            parts.AddRange(page.GetProperty("items").EnumerateArray().Select(row => row.ToString()));
            next = page.GetProperty("next").GetString() is { } cursor ? "&cursor=" + cursor : null;
        }
        while (next is not null);
        parts.ShouldBe(whole.Select(row => row.ToString()));
    }

    [Fact]
    public async Task What_is_unknown_comes_last_and_what_there_is_not_is_refused()
    {
        foreach (var sort in new[] { "number", "-number" })
        {
            (await ItemsAsync("invoices?sort=" + sort)).Select(row => row.GetProperty("number").ValueKind).Distinct()
                .ShouldBe([JsonValueKind.String, JsonValueKind.Null]);
        }

        foreach (var wrong in new[] { "sort=beauty", "limit=0", "limit=10001", "cursor=x" })
        {
            (await ApiSite.ProblemAsync(site.Finance, "invoices?" + wrong, HttpStatusCode.BadRequest)).ToString()
                .ShouldContain(wrong.Split('=')[0]);
        }

        var other = (await site.GetAsync("invoices?sort=gross&limit=1")).GetProperty("next").GetString();
        await ApiSite.ProblemAsync(site.Finance, "invoices?sort=net&limit=1&cursor=" + other, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_file_has_all_rows_unless_a_page_is_asked_for()
    {
        var rows = (await ItemsAsync("invoices")).Count;
        (await LinesAsync("invoices.csv")).ShouldBe(rows + 1);
        (await LinesAsync("invoices.csv?limit=2")).ShouldBe(3);
    }

    [Fact]
    public async Task An_export_that_the_caller_has_is_not_sent_again()
    {
        using var first = await site.Reader.GetAsync("outcomes.csv?columns=sequence,kind");
        var tag = first.Headers.ETag.ShouldNotBeNull();
        tag.IsWeak.ShouldBeTrue();
        (await StatusAsync("outcomes.csv?columns=sequence,kind", tag)).ShouldBe(HttpStatusCode.NotModified);
        (await StatusAsync("outcomes.csv?columns=sequence", tag)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("outcomes.csv?columns=sequence,kind&kind=completed", tag)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("outcomes.csv?columns=sequence,kind&sort=-at", tag)).ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpStatusCode> StatusAsync(string path, EntityTagHeaderValue tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { IfNoneMatch = { tag } } };
        using var answer = await site.Reader.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<int> LinesAsync(string path) =>
        (await site.Finance.GetStringAsync(path)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length;

    private async Task<List<JsonElement>> ItemsAsync(string path) =>
        [.. (await site.GetAsync(path)).GetProperty("items").EnumerateArray()];
}
