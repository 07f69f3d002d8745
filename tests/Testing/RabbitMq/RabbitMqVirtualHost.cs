using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace TicketFlow.Testing.RabbitMq;

/// <summary>A virtual host for one test class; disposing deletes it with all its queues.</summary>
public sealed class RabbitMqVirtualHost : IAsyncDisposable
{
    private readonly HttpClient _http;

    private RabbitMqVirtualHost(RabbitMqServer server, string name)
    {
        Server = server;
        Name = name;
        _http = new HttpClient { BaseAddress = new UriBuilder(server.Management) { UserName = "", Password = "" }.Uri };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(server.Management.UserInfo))));
    }

    public RabbitMqServer Server { get; }

    public string Name { get; }

    /// <summary>AMQP as administrator, into this virtual host.</summary>
    public Uri AdminUri => UriOf(null, null);

    /// <summary>Management HTTP API with credentials, in the form the product reads: <c>?vhost=</c> names this virtual host.</summary>
    public Uri Management => new UriBuilder(Server.Management) { Query = "vhost=" + Name }.Uri;

    /// <summary>AMQP into this virtual host as somebody else.</summary>
    public Uri UriOf(string? userName, string? password)
    {
        var builder = new UriBuilder(Server.Uri) { Path = "/" + Name };
        if (userName is not null)
        {
            builder.UserName = Uri.EscapeDataString(userName);
            builder.Password = Uri.EscapeDataString(password ?? "");
        }

        return builder.Uri;
    }

    /// <summary>An HTTP client towards the management API, for looking at what the broker holds.</summary>
    public HttpClient Http => _http;

    internal static async Task<RabbitMqVirtualHost> CreateAsync(RabbitMqServer server)
    {
        var host = new RabbitMqVirtualHost(server, "t-" + Guid.NewGuid().ToString("N")[..12]);
        await host.PutAsync($"api/vhosts/{host.Name}", new { });
        var administrator = server.Uri.UserInfo.Split(':')[0];
        await host.PutAsync($"api/permissions/{host.Name}/{administrator}", new { configure = ".*", write = ".*", read = ".*" });
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        using (_http)
        {
            try
            {
                using var answer = await _http.DeleteAsync($"api/vhosts/{Name}");
            }
            catch (HttpRequestException)
            {
                // A test may have killed the node: then there is nothing left to tidy.
            }
        }
    }

    private async Task PutAsync(string path, object body)
    {
        using var answer = await _http.PutAsJsonAsync(path, body);
        answer.EnsureSuccessStatusCode();
    }
}
