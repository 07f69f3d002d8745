using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TicketFlow.Contracts.Errors;
using TicketFlow.Reporting.Api;
using TicketFlow.Reporting.Api.Callers;

namespace Reporting.Tests.Api;

/// <summary>Who may ask.</summary>
[Collection(ApiSite.Name)]
public sealed class CallerTests(ApiSite site)
{
    [Theory]
    [InlineData("jobs")]
    [InlineData("openapi.json")]
    [InlineData("organisation/assignments.csv")]
    [InlineData("no-such-thing")]
    public async Task Nothing_is_told_without_a_good_token(string path)
    {
        string?[] tokens = [null, "", "tf_0123456789_x", site.ReadToken[..^1], site.ReadToken + "x", "tf_'; drop table x;--_y"];
        foreach (var token in tokens)
        {
            using var client = site.Client(token is null or "" ? null : token);
            var problem = await ApiSite.ProblemAsync(client, path, HttpStatusCode.Unauthorized);
            problem.GetProperty("code").GetString().ShouldBe(FinanceErrors.TokenMissing);
        }
    }

    [Fact]
    public async Task A_revoked_or_expired_token_is_worth_nothing_from_that_moment()
    {
        var register = new CallerRegister(site.Log.OpenReporting().DataSource);
        var (revoked, expired) = (
            await register.CreateAsync("leaver", ApiRoles.Read, "test", null, default),
            await register.CreateAsync("guest", ApiRoles.Read, "test", TimeSpan.FromDays(1), default));
        using var leaver = site.Client(revoked);
        using var guest = site.Client(expired);
        (await leaver.GetAsync("resources")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await guest.GetAsync("resources")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await register.CreateAsync("leaver", ApiRoles.Read, "test", null, default)).ShouldBeNull("the name is taken");

        (await register.RevokeAsync("leaver", default)).ShouldBeTrue();
        await site.Log.Database.ExecuteAsync("update finance.token set expires_at = now() where name = 'guest'");

        (await leaver.GetAsync("resources")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await guest.GetAsync("resources")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await register.RevokeAsync("leaver", default)).ShouldBeFalse();
    }

    [Fact]
    public async Task Secrets_stand_neither_in_the_database_nor_in_the_log()
    {
        await site.Reader.GetAsync("jobs?limit=1");
        var secret = site.ReadToken.Split('_', 3)[2];
        site.Logged.ShouldNotContain(secret);
        (await site.Log.Database.ColumnAsync("select t::text || encode(hash, 'escape') from finance.token t"))
            .ShouldNotContain(row => row.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cookie_of_the_page_reads_and_changes_nothing()
    {
        using var client = site.Client(null);
        client.DefaultRequestHeaders.Add("Cookie", $"{TokenAuthentication.Cookie}={site.FinanceToken}");
        (await client.GetAsync("resources")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync("organisation/import", new StringContent(""))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("127.0.0.1", "http", true)]
    [InlineData("::1", "http", true)]
    [InlineData("::ffff:10.0.0.7", "http", true)]
    [InlineData("10.0.1.7", "http", false)]
    [InlineData("192.0.2.1", "http", false)]
    [InlineData("192.0.2.1", "https", true)]
    public async Task Over_a_network_only_tls_is_served(string from, string scheme, bool served)
    {
        var options = new ApiOptions { PlainFrom = { "10.0.0.0/24" } };
        var (http, passed) = (new DefaultHttpContext(), false);
        (http.Connection.RemoteIpAddress, http.Request.Scheme, http.Request.Path) = (IPAddress.Parse(from), scheme, "/api/v1/jobs");
        await new PlainGuard(Options.Create(options)).InvokeAsync(http, _ =>
        {
            passed = true;
            return Task.CompletedTask;
        });
        (passed, http.Response.StatusCode).ShouldBe((served, served ? 200 : 403));
    }
}
