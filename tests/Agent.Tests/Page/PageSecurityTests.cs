using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Page;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>Loopback is open to every program and user, and to every web site the browser visits: who gets in, and who does not.</summary>
public sealed class PageSecurityTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private RunningAgent _agent = null!;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _agent = await _world.StartAgentAsync();
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "api/jobs")]
    [InlineData("GET", "api/events")]
    [InlineData("GET", "api/printers")]
    [InlineData("POST", "api/jobs?printer=office")]
    [InlineData("POST", "api/jobs/abc/cancel")]
    public async Task Without_a_session_nothing_is_told_and_nothing_is_done(string method, string path)
    {
        using var client = await PageClient.AskAsync(_agent.Local);
        await RefusedAsync(client.SendAsync(new HttpMethod(method), path), HttpStatusCode.Unauthorized, PageErrors.SessionMissing);
        client.Cookie = $"ticketflow-{client.Page.Port}=cm9vdA.99999999999.00.AAAA";
        await RefusedAsync(client.SendAsync(new HttpMethod(method), path), HttpStatusCode.Unauthorized, PageErrors.SessionMissing);
    }

    [Fact]
    public async Task A_token_opens_one_session_and_its_file_goes_with_it()
    {
        var way = await PageClient.WayInAsync(_agent.Local);
        File.Exists(way.File).ShouldBeTrue();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(way.File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var client = PageClient.Of(way);
        using var first = await client.RedeemAsync();
        first.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var cookie = first.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        File.Exists(way.File).ShouldBeFalse();
        await RefusedAsync(client.RedeemAsync(), HttpStatusCode.Unauthorized, PageErrors.TokenInvalid);
    }

    [Fact]
    public async Task Another_host_origin_or_site_is_refused_in_spite_of_a_session()
    {
        using var client = await PageClient.SignInAsync(_agent.Local);
        await ForeignAsync(client.SendAsync(HttpMethod.Get, "api/jobs", host: $"evil.example:{client.Page.Port}"));
        await ForeignAsync(client.SendAsync(HttpMethod.Get, "", host: $"localhost.evil.example:{client.Page.Port}"));
        await ForeignAsync(client.SendAsync(HttpMethod.Get, "api/jobs", origin: "http://evil.example"));
        await ForeignAsync(client.SendAsync(HttpMethod.Get, "api/jobs", origin: "null"));
        await ForeignAsync(client.SendAsync(HttpMethod.Get, "api/events", site: "cross-site"));
        await ForeignAsync(client.SendAsync(HttpMethod.Post, "api/jobs?printer=office", "text", origin: "http://127.0.0.1:1"));
        await ForeignAsync(client.SendAsync(HttpMethod.Post, "api/jobs?printer=office", "text", origin: null));
        (await client.ReadAsync("api/jobs?open")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_session_is_worthless_on_the_connection_of_another_user()
    {
        using var client = await PageClient.SignInAsync(_agent.Local);
        var sessions = _agent.Host.App.Services.GetRequiredService<PageSessions>();
        client.Cookie = $"ticketflow-{client.Page.Port}={sessions.Begin("somebody-else")}";
        await ForeignAsync(client.GetAsync("api/jobs"));
    }

    [Fact]
    public async Task A_session_outlives_a_restart_of_the_agent_at_the_same_port()
    {
        using var client = await PageClient.SignInAsync(_agent.Local);
        await _agent.DisposeAsync();
        _agent = await _world.StartAgentAsync();
        (await client.ReadAsync("api/jobs")).GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_is_cached_framed_or_run_that_is_not_the_pages_own()
    {
        using var client = await PageClient.AskAsync(_agent.Local);
        foreach (var path in new[] { "", "open", "js/app.js", "css/parts.css", "icon.svg", "api/jobs" })
        {
            using var answer = await client.GetAsync(path);
            answer.Headers.CacheControl!.NoStore.ShouldBeTrue(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        }
    }

    [Fact]
    public async Task Switched_off_there_is_no_page_and_no_port()
    {
        await _agent.DisposeAsync();
        _world.Options.Page.Enabled = false;
        _agent = await _world.StartAgentAsync();
        await RefusedAsync(_agent.Local.Http.PostAsync("v1/page", null), HttpStatusCode.ServiceUnavailable, PageErrors.Off);
        Directory.Exists(_world.Options.PageDirectory).ShouldBeFalse();
    }

    private static Task ForeignAsync(Task<HttpResponseMessage> asked) => RefusedAsync(asked, HttpStatusCode.Forbidden, PageErrors.Foreign);

    private static async Task RefusedAsync(Task<HttpResponseMessage> asked, HttpStatusCode status, string code)
    {
        using var answer = await asked;
        answer.StatusCode.ShouldBe(status);
        (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalError))!.Code.ShouldBe(code);
    }
}
