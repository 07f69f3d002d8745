using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Page;

/// <summary>Speaks with the page's server as a browser does, with nothing of a browser's help.</summary>
internal sealed class PageClient : IDisposable
{
    private readonly HttpClient _http;

    private PageClient(Uri page, string token)
    {
        (Page, Token) = (page, token);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = page };
    }

    public Uri Page { get; }

    public string Token { get; }

    /// <summary>Sent with each request, once there is one.</summary>
    public string? Cookie { get; set; }

    public string Origin => Page.GetLeftPart(UriPartial.Authority);

    /// <summary>Asks the agent for a way in; the token is not used yet.</summary>
    public static async Task<PageClient> AskAsync(LocalClient local) => Of(await WayInAsync(local));

    public static async Task<LocalPage> WayInAsync(LocalClient local)
    {
        using var answer = await local.Http.PostAsync("v1/page", null);
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalPage))!;
    }

    public static PageClient Of(LocalPage way)
    {
        var address = new Uri(way.Url);
        return new PageClient(new Uri(address.GetLeftPart(UriPartial.Authority) + "/"), address.Fragment[1..]);
    }

    /// <summary>… and uses it.</summary>
    public static async Task<PageClient> SignInAsync(LocalClient local)
    {
        var client = await AskAsync(local);
        using var answer = await client.RedeemAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        client.Cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        return client;
    }

    public Task<HttpResponseMessage> RedeemAsync() =>
        SendAsync(HttpMethod.Post, "api/session", body: $$"""{"token":"{{Token}}"}""");

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<JsonElement> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, string? host = null, string? origin = "own", string? site = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body);
        }

        Add(request, "Host", host);
        Add(request, "Origin", origin == "own" ? (method == HttpMethod.Get ? null : Origin) : origin);
        Add(request, "Sec-Fetch-Site", site);
        Add(request, "Cookie", Cookie);
        return _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _http.Dispose();

    private static void Add(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
