using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Reporting.Tests.Api;

/// <summary>Scheduled reports over HTTP.</summary>
[Collection(ApiSite.Name)]
public sealed class ReportApiTests(ApiSite site)
{
    private static readonly object Good = new
    {
        report = "cost-centre",
        every = "week",
        on = 5,
        at = "17:30",
        zone = "Europe/Berlin",
        to = new[] { "a@example.org" },
    };

    [Fact]
    public async Task A_schedule_is_set_shown_previewed_paused_and_removed()
    {
        const string Path = "report-schedules/friday";
        (await site.Finance.PutAsJsonAsync(Path, Good)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await site.Finance.PutAsJsonAsync(Path, Good)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var one = await site.GetAsync(Path);
        (one.GetProperty("every").GetString(), one.GetProperty("on").GetInt32(), one.GetProperty("at").GetString())
            .ShouldBe(("week", 5, "17:30"));
        one.GetProperty("nextAt").GetDateTimeOffset().ShouldBeGreaterThan(TimeProvider.System.GetUtcNow());
        (await site.Finance.GetStringAsync(Path + "/preview?period=2026-02")).ShouldContain("Jobs                   600  (");
        (await site.Finance.GetStringAsync(Path + "/preview?period=2026-02&form=csv"))
            .ShouldBe(await site.Finance.GetStringAsync("statistics.csv?month=2026-02&zone=Europe/Berlin&by=costCentre&sort=-pages"));
        (await site.Finance.PostAsync(Path + "/pause", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await site.GetAsync("report-schedules")).GetProperty("items").EnumerateArray()
            .Single(r => r.GetProperty("name").GetString() == "friday")
            .ShouldSatisfyAllConditions(
                r => r.GetProperty("paused").GetBoolean().ShouldBeTrue(),
                r => r.GetProperty("nextAt").ValueKind.ShouldBe(JsonValueKind.Null));
        (await site.Finance.PostAsync(Path + "/resume", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await site.Finance.DeleteAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ApiSite.ProblemAsync(site.Finance, Path, HttpStatusCode.NotFound);
        (await site.Log.Database.ColumnAsync("select headers ->> 'actor' from ticketflow.mt_events where stream_id = 'report-schedules'"))
            .Distinct().ShouldBe(["finance:finance"]);
    }

    [Fact]
    public async Task Nothing_wrong_is_recorded_and_only_finance_changes_anything()
    {
        const string Path = "report-schedules/wrong";
        foreach (var (body, parts) in (IEnumerable<(object, string)>)
        [
            (new { report = "jobs", every = "week", on = 9, at = "07:00", zone = "CET", to = new[] { "x" } }, "report on zone to"),
            (new { report = "user", every = "year", at = "7" }, "every at"),
            (new { repeat = "week" }, "$.repeat"),
            (new { to = 7 }, "$.to"),
        ])
        {
            using var answer = await site.Finance.PutAsJsonAsync(Path, body);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
            problem.GetProperty("code").GetString().ShouldBe("parameters-wrong");
            string.Join(' ', problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("parameter").GetString()))
                .ShouldBe(parts);
        }

        (await site.Finance.PostAsync(Path + "/run", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await site.Reader.GetAsync("report-schedules")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await site.Reader.PutAsJsonAsync(Path, Good)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var cookie = site.Client(null);
        cookie.DefaultRequestHeaders.Add("Cookie", "ticketflow_finance=" + site.FinanceToken);
        (await cookie.GetAsync("report-schedules")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await cookie.PutAsJsonAsync(Path, Good)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await site.GetAsync("openapi.json")).GetProperty("paths").TryGetProperty("/api/v1/report-schedules/{name}/run", out _)
            .ShouldBeTrue();
    }
}
