using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace TicketFlow.Messaging.Administration;

/// <summary>HTTP towards RabbitMQ's management plugin: one call, one answer, failures sorted into codes.</summary>
internal sealed class ManagementApi : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    private readonly HttpClient _http;
    private readonly Uri _endpoint;

    public ManagementApi(BrokerAdministrationOptions options)
    {
        _endpoint = options.Endpoint;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = options.CallTimeout };
        var credentials = $"{options.Administrator.UserName}:{options.Administrator.Password}";
        _http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
    }

    /// <summary>Creates or replaces. Putting the same twice is the same as once.</summary>
    public async Task PutAsync(string path, object body, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Put, path, JsonContent.Create(body, body.GetType(), options: Json), cancellation);
        await DemandAsync(answer, path, cancellation);
    }

    /// <summary>Deletes; what is not there counts as deleted.</summary>
    public async Task DeleteAsync(string path, CancellationToken cancellation)
    {
        using var answer = await SendAsync(HttpMethod.Delete, path, null, cancellation);
        if (answer.StatusCode != HttpStatusCode.NotFound)
        {
            await DemandAsync(answer, path, cancellation);
        }
    }

    /// <summary>Reads; null when it is not there.</summary>
    public async Task<T?> GetAsync<T>(string path, CancellationToken cancellation)
        where T : class
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await DemandAsync(answer, path, cancellation);
        try
        {
            return await answer.Content.ReadFromJsonAsync<T>(Json, cancellation);
        }
        catch (JsonException e)
        {
            throw new BrokerAdministrationException(BrokerErrors.Unexpected, $"{_endpoint} answered no JSON we know for {path}.", e);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, new Uri(_endpoint, "api/" + path)) { Content = body };
        try
        {
            return await _http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw Unreachable(e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable(e);
        }
    }

    private BrokerAdministrationException Unreachable(Exception e) =>
        new(BrokerErrors.Unreachable, $"The broker's management API at {_endpoint} does not answer. Is RabbitMQ running?", e);

    private async Task DemandAsync(HttpResponseMessage answer, string path, CancellationToken cancellation)
    {
        if (answer.IsSuccessStatusCode)
        {
            return;
        }

        var code = answer.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => BrokerErrors.AccessRefused,
            HttpStatusCode.BadRequest or HttpStatusCode.Conflict => BrokerErrors.Conflict,
            _ => BrokerErrors.Unexpected,
        };
        throw new BrokerAdministrationException(
            code, $"The broker at {_endpoint} answered {(int)answer.StatusCode} for {path}: {await ReasonAsync(answer, cancellation)}");
    }

    /// <summary>The broker's own words, shortened. They name objects, never passwords.</summary>
    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return text.Length <= 400 ? text : text[..400];
    }
}
