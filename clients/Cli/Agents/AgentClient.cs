using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Cli.Agents;

/// <summary>The agent said no, or could not be asked; the message says what to do.</summary>
internal sealed class AgentException(string code, string text, int exitCode, IReadOnlyList<LocalAlternative>? alternatives = null)
    : Exception(text)
{
    /// <summary>Printers that would take the job.</summary>
    public IReadOnlyList<LocalAlternative>? Alternatives { get; } = alternatives;

    public string Code { get; } = code;

    public int ExitCode { get; } = exitCode;
}

/// <summary>Speaks HTTP with the agent over its Unix socket.</summary>
internal sealed class AgentClient : IDisposable
{
    private static readonly Uri Host = new("http://agent/");
    private readonly string _socket;
    private readonly HttpClient _http;

    public AgentClient(string socket)
    {
        _socket = socket;
        _http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(10),
            ConnectCallback = ConnectAsync,
        })
        {
            BaseAddress = Host,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <param name="document">Read once from its first byte.</param>
    /// <param name="length">Null when unknown.</param>
    /// <param name="wishes">Printer, title and instructions, by their names in the local interface (docs/cli.md).</param>
    public async Task<LocalJob> SubmitAsync(
        IEnumerable<(string Name, string Value)> wishes, Stream document, long? length, CancellationToken cancellationToken)
    {
        var query = string.Join('&', wishes.Select(wish => $"{wish.Name}={Uri.EscapeDataString(wish.Value)}"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs?" + query)
        {
            Content = new StreamContent(document),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentLength = length;

        // A refused document should not be sent at all.
        request.Headers.ExpectContinue = length is null or > 256 * 1024;
        return await SendAsync(request, LocalJson.Default.LocalJob, cancellationToken);
    }

    public Task<LocalJobs> ListAsync(bool all, CancellationToken cancellationToken) =>
        GetAsync(all ? "v1/jobs?all" : "v1/jobs", LocalJson.Default.LocalJobs, cancellationToken);

    public Task<LocalJob> GetJobAsync(string job, CancellationToken cancellationToken) =>
        GetAsync($"v1/jobs/{Uri.EscapeDataString(job)}", LocalJson.Default.LocalJob, cancellationToken);

    public Task<LocalHistory> GetHistoryAsync(string job, CancellationToken cancellationToken) =>
        GetAsync($"v1/jobs/{Uri.EscapeDataString(job)}/history", LocalJson.Default.LocalHistory, cancellationToken);

    public Task<LocalPrinters> GetPrintersAsync(CancellationToken cancellationToken) =>
        GetAsync("v1/printers", LocalJson.Default.LocalPrinters, cancellationToken);

    public Task<LocalLeases> GetLeasesAsync(CancellationToken cancellationToken) =>
        GetAsync("v1/leases", LocalJson.Default.LocalLeases, cancellationToken);

    public async Task<LocalLease> LeaseAsync(LocalLeaseWish wish, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/leases")
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(wish, LocalJson.Default.LocalLeaseWish)),
        };
        return await SendAsync(request, LocalJson.Default.LocalLease, cancellationToken);
    }

    public async Task<LocalLease> ReleaseAsync(string resource, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"v1/leases/{Uri.EscapeDataString(resource)}");
        return await SendAsync(request, LocalJson.Default.LocalLease, cancellationToken);
    }

    /// <summary>A one-time way into the user's page.</summary>
    public async Task<LocalPage> OpenPageAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/page");
        return await SendAsync(request, LocalJson.Default.LocalPage, cancellationToken);
    }

    public Task<LocalDoctor> DoctorAsync(CancellationToken cancellationToken) =>
        GetAsync("v1/doctor", LocalJson.Default.LocalDoctor, cancellationToken);

    /// <summary>The printers of the desktop: POST installs them, DELETE takes them away, GET looks.</summary>
    public async Task<LocalDesktop> DesktopAsync(HttpMethod method, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "v1/desktop");
        return await SendAsync(request, LocalJson.Default.LocalDesktop, cancellationToken);
    }

    /// <summary>Tells the agent what its user wants of a job; returns the job as it is then.</summary>
    /// <param name="wish">cancel, wait, hold, release, yield, resend, or move.</param>
    /// <param name="printer">For move.</param>
    public async Task<LocalJob> WishAsync(string job, string wish, string? printer, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"v1/jobs/{Uri.EscapeDataString(job)}/{wish}");
        if (printer is not null)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(new LocalMove(printer), LocalJson.Default.LocalMove);
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return await SendAsync(request, LocalJson.Default.LocalJob, cancellationToken);
    }

    /// <summary>The job now and after every change, until it has ended.</summary>
    public IAsyncEnumerable<LocalJob> WatchAsync(string job, CancellationToken cancellationToken) =>
        LinesAsync($"v1/jobs/{Uri.EscapeDataString(job)}/watch", LocalJson.Default.LocalJob, cancellationToken);

    /// <summary>All open jobs, then every change of any job.</summary>
    public IAsyncEnumerable<LocalJob> WatchAllAsync(CancellationToken cancellationToken) =>
        LinesAsync("v1/watch", LocalJson.Default.LocalJob, cancellationToken);

    /// <summary>The user's jobs that ask or have ended in a way worth a word: those that are still known, then each that comes.</summary>
    public IAsyncEnumerable<LocalJobs> NoticesAsync(CancellationToken cancellationToken) =>
        LinesAsync("v1/notices", LocalJson.Default.LocalJobs, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<T> LinesAsync<T>(
        string path, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var response = await AskAsync(request, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await ReadLineAsync(reader, cancellationToken) is { } line)
        {
            yield return JsonSerializer.Deserialize(line, type)!;
        }
    }

    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw new AgentException(
                AgentErrors.AgentUnreachable,
                "The agent ended while the job was watched. The job is kept: start the agent and see 'ticketflow jobs'.",
                ExitCodes.AgentUnreachable);
        }
    }

    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request, type, cancellationToken);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await AskAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return (await JsonSerializer.DeserializeAsync(body, type, cancellationToken))!;
    }

    private async Task<HttpResponseMessage> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new AgentException(
                AgentErrors.AgentUnreachable,
                $"The agent does not answer on {_socket} ({(e.InnerException ?? e).Message}). " + WhatHelps(e),
                ExitCodes.AgentUnreachable);
        }

        return response.IsSuccessStatusCode ? response : throw await RefusalAsync(response, cancellationToken);
    }

    private static string WhatHelps(HttpRequestException fault) =>
        fault.InnerException is SocketException { SocketErrorCode: SocketError.AccessDenied }
            ? "It belongs to another user's agent: use sudo, or name your own agent's socket with --socket."
            : "Start it, or name its socket with --socket.";

    private static async Task<AgentException> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var error = default(LocalError);
            try
            {
                error = await JsonSerializer.DeserializeAsync(
                    await response.Content.ReadAsStreamAsync(cancellationToken), LocalJson.Default.LocalError, cancellationToken);
            }
            catch (JsonException)
            {
                // Not an answer of an agent we know.
            }

            var exitCode = response.StatusCode switch
            {
                HttpStatusCode.GatewayTimeout => ExitCodes.ServerSilent,
                HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.BadRequest => ExitCodes.Usage,
                _ => ExitCodes.Refused,
            };
            return new AgentException(
                error?.Code ?? "agent-answer",
                error?.Text ?? $"The agent answered {(int)response.StatusCode}.", exitCode, error?.Alternatives);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socket), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
