using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Tests.Comebacks;

/// <summary>What a test has the broker do to its clients.</summary>
internal static class BrokerClients
{
    /// <summary>Does what the broker does when a client's heartbeats stay out: closes its connections.</summary>
    public static async Task CloseConnectionsAsync(Uri management, string user)
    {
        using var http = BrokerAccounts.Connect(management);
        var closed = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                var all = (await http.GetFromJsonAsync<JsonArray>("api/connections"))!;
                var open = all.Where(connection => (string?)connection!["user"] == user).Select(connection => (string)connection!["name"]!);
                foreach (var name in open.ToList())
                {
                    using var answer = await http.DeleteAsync("api/connections/" + Uri.EscapeDataString(name));
                    closed++;
                }

                return closed > 0;
            },
            () => $"the broker knows a connection of {user}");
    }
}
