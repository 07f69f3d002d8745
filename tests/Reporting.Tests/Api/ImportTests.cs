using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Reporting.Tests.Support;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Organisation;

namespace Reporting.Tests.Api;

/// <summary>Organisation data over HTTP.</summary>
[Collection(ApiSite.Name)]
public sealed class ImportTests(ApiSite site)
{
    private const string Path = "organisation/import";

    private const string People = """
        domain,user,department,cost-centre,groups,from
        office,Zoë,Research,4711,staff|late,2026-03-01
        office,yann,Research,,,2026-03-01

        """;

    [Fact]
    public async Task A_file_is_recorded_once_with_who_sent_it_and_a_dry_run_records_nothing()
    {
        (await ImportedAsync(Path + "?dryRun=true", People)).ShouldBe((2, 2, true));
        (await RecordedAsync()).ShouldBeEmpty();
        (await ImportedAsync(Path, "\ufeff" + People)).ShouldBe((2, 2, false));
        (await ImportedAsync(Path, People)).ShouldBe((2, 0, false));
        (await ImportedAsync(Path + "?dryRun=true", People)).ShouldBe((2, 0, true));
        (await RecordedAsync()).ShouldBe(["yann finance:finance", "zoë finance:finance"]);
    }

    [Fact]
    public async Task A_file_with_an_error_is_refused_as_a_whole_with_each_line()
    {
        const string Wrong = """
            domain,user,department,from
            office,wilma,Sales,2026-03-01
            office,,Sales,2026-03-01
            office,wim,Sales,yesterday
            office,Wilma,Legal,2026-03-01

            """;
        var problem = await RefusedAsync(Path, new StringContent(Wrong), HttpStatusCode.BadRequest);
        problem.GetProperty("code").GetString().ShouldBe(FinanceErrors.FileWrong);
        Errors(problem).ShouldBe(
        [
            $"line 3 {OrganisationCsvErrors.MissingValue}", $"line 4 {OrganisationCsvErrors.BadTime}",
            $"line 5 {OrganisationCsvErrors.Twice}",
        ]);
        (await site.Log.Database.ScalarAsync<long>("select count(*) from ticketflow.mt_events where data::text like '%wilma%'"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task What_is_no_such_file_is_said_to_be_none()
    {
        foreach (var text in (string[])["", "\n\n", "a,b,c\n1,2,3\n"])
        {
            Errors(await RefusedAsync(Path, new StringContent(text), HttpStatusCode.BadRequest))
                .ShouldBe([$"line 1 {OrganisationCsvErrors.MissingColumn}"], text);
        }

        var latin = Encoding.Latin1.GetBytes("resource,site\nhall,Köln\nhall-2,Würzburg\n");
        Errors(await RefusedAsync(Path, new ByteArrayContent(latin), HttpStatusCode.BadRequest))
            .ShouldBe([$"line 2 {OrganisationCsvErrors.BadFormat}"]);
        Errors(await RefusedAsync(Path + "?dryRun=perhaps&dry=1", new StringContent(People), HttpStatusCode.BadRequest))
            .ShouldBe([$"dryRun {FinanceErrors.ValueInvalid}", $"dry {FinanceErrors.ParameterUnknown}"]);
    }

    [Fact]
    public async Task A_file_that_is_too_long_is_refused_before_it_is_sent()
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = LogFixture.Patience });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(site.Address, "/api/v1/" + Path))
        {
            Content = new ByteArrayContent(new byte[(16 << 20) + 1]),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", site.FinanceToken), ExpectContinue = true },
        };
        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()
            .ShouldBe(FinanceErrors.BodyTooLarge);
    }

    [Fact]
    public async Task Only_finance_may_import()
    {
        using var answer = await site.Reader.PostAsync(Path, new StringContent(People));
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await site.GetAsync("openapi.json")).GetProperty("paths").GetProperty("/api/v1/" + Path).GetProperty("post")
            .GetProperty("requestBody").GetProperty("content").TryGetProperty("text/csv", out _).ShouldBeTrue();
    }

    private async Task<(int Lines, int New, bool DryRun)> ImportedAsync(string path, string text)
    {
        using var answer = await site.Finance.PostAsync(path, new StringContent(text, Encoding.UTF8, "text/csv"));
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        var told = JsonDocument.Parse(body).RootElement;
        return (told.GetProperty("lines").GetInt32(), told.GetProperty("new").GetInt32(), told.GetProperty("dryRun").GetBoolean());
    }

    private async Task<JsonElement> RefusedAsync(string path, HttpContent content, HttpStatusCode status)
    {
        using var answer = await site.Finance.PostAsync(path, content);
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, body);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonDocument.Parse(body).RootElement;
    }

    private static List<string> Errors(JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("parameter")} {e.GetProperty("code")}")];

    private Task<IReadOnlyList<string>> RecordedAsync() => site.Log.Database.ColumnAsync("""
        select (data ->> 'user') || ' ' || (headers ->> 'actor') from ticketflow.mt_events
        where type = 'person_assigned' and data ->> 'department' = 'Research' and data ->> 'user' in ('zoë', 'yann') order by 1
        """);
}
