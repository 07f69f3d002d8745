using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EndToEnd.Tests.Comebacks;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.Crashes;

/// <summary>What the broker holds, as its management API tells it: seldom, and therefore late.</summary>
internal static class BrokerQueues
{
    // The node collects its figures every 30 seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Waits until no queue holds a message; returns those that do not get empty.</summary>
    public static async Task<IReadOnlyList<string>> WithMessagesAsync(Uri management)
    {
        using var http = BrokerAccounts.Connect(management);
        IReadOnlyList<string> full = [];
        try
        {
            await Eventually.TrueAsync(
                async () => (full = await LookAsync(http)).Count == 0, Patience, () => "every queue is empty");
        }
        catch (TimeoutException)
        {
            // The caller says which.
        }

        return full;
    }

    private static async Task<IReadOnlyList<string>> LookAsync(HttpClient http) =>
        [.. (await http.GetFromJsonAsync<JsonArray>("api/queues"))!
            .Where(queue => (long?)queue!["messages"] is null or > 0)
            .Select(queue => $"{queue!["name"]}: {queue["messages"]}")];
}
