using System.Net;
using TicketFlow.Contracts.Errors;

namespace Reporting.Tests.Api;

/// <summary>Invoices over HTTP: who may, and what there is not.</summary>
[Collection(ApiSite.Name)]
public sealed class InvoiceApiTests(ApiSite site)
{
    [Fact]
    public async Task Invoices_are_for_finance_only_and_what_there_is_not_is_said()
    {
        (await site.Reader.GetAsync("invoices")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await site.GetAsync("invoices?month=2026-01")).GetProperty("items").GetArrayLength().ShouldBe(0);
        foreach (var name in (string[])["2026-000009.pdf", "nothing", "2026-02-x"])
        {
            (await ApiSite.ProblemAsync(site.Finance, "invoices/" + name, HttpStatusCode.NotFound)).GetProperty("code").GetString()
                .ShouldBe(FinanceErrors.NotFound);
        }
    }

    [Fact]
    public async Task A_month_has_its_invoices_its_credit_notes_and_its_drafts()
    {
        var rows = (await site.GetAsync("invoices?month=2026-02")).GetProperty("items").EnumerateArray().ToList();
        rows.Select(r => r.GetProperty("number").GetString()).OfType<string>().Order()
            .ShouldBe(["2026-000001", "2026-000002", "2026-000003"]);
        rows.Single(r => r.GetProperty("kind").GetString() == "credit-note").GetProperty("corrects").GetString().ShouldBe("2026-000001");
        rows.Count(r => r.GetProperty("kind").GetString() == "draft").ShouldBeGreaterThan(0);
        foreach (var (form, type) in (IEnumerable<(string, string)>)
            [("pdf", "application/pdf"), ("xml", "application/xml"), ("csv", "text/csv"), ("json", "application/json")])
        {
            using var answer = await site.Finance.GetAsync("invoices/2026-000002." + form);
            (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, type));
        }
    }

    [Fact]
    public async Task The_page_needs_no_token_and_its_session_only_a_good_one()
    {
        using var nobody = site.Client(null);
        using var page = await nobody.GetAsync(new Uri(site.Address, "/"));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        page.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        (await nobody.PostAsync(new Uri(site.Address, "/session"), null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var entered = await site.Finance.PostAsync(new Uri(site.Address, "/session"), null);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        (await site.GetAsync("session")).GetProperty("role").GetString().ShouldBe("finance");
    }
}
