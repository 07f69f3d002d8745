using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.SystemUnderTest;

/// <summary>An agent's process, and its local interface as programs of the same user see it.</summary>
public sealed class AgentPart : IAsyncDisposable
{
    private const int MostConnections = 64;

    private readonly HttpClient _http;

    internal AgentPart(string id, string socket, Func<Func<Task<bool>>, SystemPart> part)
    {
        (Id, Socket) = (id, socket);
        _http = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = MostConnections,
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri("http://agent/") };
        Process = part(IsReadyAsync);
    }

    public string Id { get; }

    /// <summary>Path of its local socket.</summary>
    public string Socket { get; }

    public SystemPart Process { get; }

    /// <summary>Submits a document. Null when the agent did not acknowledge it, so that nobody knows whether it has the job.</summary>
    public async Task<LocalJob?> SubmitAsync(string printer, string title, byte[] document)
    {
        try
        {
            using var content = new ByteArrayContent(document);
            using var answer = await _http.PostAsync($"v1/jobs?printer={printer}&title={Uri.EscapeDataString(title)}", content);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalJob);
        }
        catch (Exception e) when (e is HttpRequestException { StatusCode: null } or IOException)
        {
            return null;
        }
    }

    /// <summary>All jobs it knows, ended ones too.</summary>
    public async Task<IReadOnlyList<LocalJob>> JobsAsync() =>
        (await _http.GetFromJsonAsync("v1/jobs?all", LocalJson.Default.LocalJobs))!.Jobs;

    /// <summary>The job's timeline as the ticket server tells it.</summary>
    public async Task<LocalHistory> HistoryAsync(string job) =>
        (await _http.GetFromJsonAsync($"v1/jobs/{job}/history", LocalJson.Default.LocalHistory))!;

    /// <summary>Has a resource for its user alone; null: refused.</summary>
    public async Task<LocalLease?> LeaseAsync(string resource, int? seconds = null)
    {
        using var content = new ByteArrayContent(
            JsonSerializer.SerializeToUtf8Bytes(new LocalLeaseWish(resource, seconds), LocalJson.Default.LocalLeaseWish));
        using var answer = await _http.PostAsync("v1/leases", content);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalLease) : null;
    }

    /// <summary>What its user has, and may have.</summary>
    public async Task<LocalLeases> LeasesAsync() => (await _http.GetFromJsonAsync("v1/leases", LocalJson.Default.LocalLeases))!;

    /// <summary>Gives a resource back; false: its user does not have it.</summary>
    public async Task<bool> ReleaseAsync(string resource)
    {
        using var answer = await _http.DeleteAsync($"v1/leases/{resource}");
        return answer.IsSuccessStatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Process.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync("v1/jobs");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
