namespace TicketFlow.TicketServer.Agents;

// The facts of an agent. Storage format: add optional members only.

/// <summary>A fact of an agent.</summary>
public abstract record AgentEvent
{
    private protected AgentEvent()
    {
    }
}

/// <summary>The agent was started, and has said so.</summary>
/// <param name="Agent">Its id; the stream is <c>agent-ID</c>.</param>
/// <param name="Start">What this start is called.</param>
/// <param name="Previous">The starts of the same installation before it, newest first; also such that were never heard of.</param>
/// <param name="Address">The computer's address as the agent sees it, or null.</param>
/// <param name="ClientVersion">Version of its software, or null.</param>
public sealed record AgentStarted(
    string Agent, string Start, IReadOnlyList<string> Previous, string? Address, string? ClientVersion) : AgentEvent;

/// <summary>
/// Two installations share the agent's identity: one went on from a start that the other had gone on from before (a copied disk, or one
/// that was put back from a backup).
/// </summary>
/// <param name="Agent">Its id.</param>
/// <param name="Start">The start that said hello now.</param>
/// <param name="Address">From where.</param>
/// <param name="Common">The newest start that both come from.</param>
/// <param name="OtherStart">The newest start of the other installation.</param>
/// <param name="OtherAddress">From where that was.</param>
public sealed record AgentForked(
    string Agent, string Start, string? Address, string Common, string OtherStart, string? OtherAddress) : AgentEvent;

/// <summary>Stored names of the agent's events, and the key of its stream.</summary>
public static class AgentEventTypes
{
    /// <summary>Class to stored alias.</summary>
    public static IReadOnlyDictionary<Type, string> Aliases { get; } = new Dictionary<Type, string>
    {
        [typeof(AgentStarted)] = "agent_started",
        [typeof(AgentForked)] = "agent_forked",
    };

    /// <summary>The key of the agent's stream.</summary>
    public static string StreamKey(string agent) => "agent-" + agent;
}
