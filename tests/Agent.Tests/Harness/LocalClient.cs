using System.Net.Http.Json;
using System.Net.Sockets;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Harness;

/// <summary>Speaks the local interface, with nothing of the product's client in between.</summary>
internal sealed class LocalClient(string socket) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        ConnectCallback = async (_, token) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), token);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://agent/"),
    };

    public HttpClient Http => _http;

    public async Task<LocalJob> PrintAsync(byte[] document, string printer = "office", string title = "report", int? copies = null)
    {
        using var answer = await PostAsync(new ByteArrayContent(document), printer, title, copies);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalJob))!;
    }

    public Task<HttpResponseMessage> PostAsync(
        HttpContent document, string printer = "office", string title = "report", int? copies = null) =>
        _http.PostAsync(
            $"v1/jobs?printer={printer}&title={Uri.EscapeDataString(title)}{(copies is null ? "" : $"&copies={copies}")}", document);

    public async Task<LocalError> RefusedAsync(HttpContent document, string printer = "office", string title = "report")
    {
        using var answer = await PostAsync(document, printer, title);
        answer.IsSuccessStatusCode.ShouldBeFalse();
        return (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalError))!;
    }

    public async Task<LocalJob> GetAsync(string job) => (await _http.GetFromJsonAsync($"v1/jobs/{job}", LocalJson.Default.LocalJob))!;

    public async Task<LocalJob> BecomesAsync(string job, string state)
    {
        var now = default(LocalJob);
        await Eventually.True(
            async () => (now = await GetAsync(job)).State == state,
            $"job {job} is {state}; it is {now?.State} {now?.Code}");
        return now!;
    }

    public void Dispose() => _http.Dispose();
}
