using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Comebacks;

/// <summary>The broker's accounts and rights, without queues and exchanges: what an operator has in a safe place.</summary>
internal sealed class BrokerAccounts
{
    private static readonly string[] Kept = ["users", "vhosts", "permissions", "topic_permissions"];

    private readonly JsonObject _definitions;

    private BrokerAccounts(JsonObject definitions) => _definitions = definitions;

    public static async Task<BrokerAccounts> ReadAsync(Uri management)
    {
        using var http = Connect(management);
        var all = (await http.GetFromJsonAsync<JsonObject>("api/definitions"))!;
        return new BrokerAccounts(new JsonObject(Kept.Select(name => KeyValuePair.Create(name, all[name]?.DeepClone()))));
    }

    public async Task RestoreAsync(Uri management)
    {
        using var http = Connect(management);
        using var answer = await http.PostAsJsonAsync("api/definitions", _definitions);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The management API as administrator.</summary>
    internal static HttpClient Connect(Uri management)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo)));
        var http = new HttpClient { BaseAddress = new UriBuilder(management) { UserName = "", Password = "", Query = "" }.Uri };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return http;
    }
}
