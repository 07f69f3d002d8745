using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Comebacks;

namespace EndToEnd.Tests.Crashes;

/// <summary>What the broker holds, as its management API tells it.</summary>
internal static class BrokerQueues
{
    /// <summary>
    /// Queues of messages that nobody could handle; they are made with the first one. Names are told at once, numbers half a minute late.
    /// </summary>
    public static async Task<IReadOnlyList<string>> PutAsideAsync(Uri management)
    {
        using var http = BrokerAccounts.Connect(management);
        return [.. (await http.GetFromJsonAsync<JsonArray>("api/queues"))!
            .Select(queue => (string)queue!["name"]!)
            .Where(name => name.EndsWith("_error", StringComparison.Ordinal) || name.EndsWith("_skipped", StringComparison.Ordinal))];
    }
}
