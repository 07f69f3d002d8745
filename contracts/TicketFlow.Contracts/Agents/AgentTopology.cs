using System.Text.RegularExpressions;

namespace TicketFlow.Contracts.Agents;

/// <summary>Names on the broker that agents and server agree on (docs/protocol.md, "Topology").</summary>
public static partial class AgentTopology
{
    /// <summary>The one exchange agents write to (type topic, durable, declared by the server).</summary>
    public const string InExchange = "tf.in";

    /// <summary>Largest message either side accepts, in bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>The agent's personal queue, created by the server at enrolment.</summary>
    public static string QueueOf(string agentId) => $"agent.{agentId}";

    /// <summary>The one routing key an agent uses. No job id in it: each new key costs the broker an authorisation call.</summary>
    public static string RoutingKeyOf(string agentId) => $"job.{agentId}.in";

    /// <summary>An agent id: 1 to 40 of a-z, 0-9 and '-', beginning with a letter. It is also its broker user.</summary>
    public static bool IsAgentId(string? id) => id is not null && AgentId().IsMatch(id);

    [GeneratedRegex("^[a-z][a-z0-9-]{0,39}$", RegexOptions.None, 1000)]
    private static partial Regex AgentId();
}
