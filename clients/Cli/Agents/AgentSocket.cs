namespace TicketFlow.Cli.Agents;

/// <summary>Where the agent listens, by the same rule as the agent's own.</summary>
internal static class AgentSocket
{
    public static string Default()
    {
        if (Environment.GetEnvironmentVariable("TICKETFLOW_AGENT_SOCKET") is { Length: > 0 } named)
        {
            return named;
        }

        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            return Path.Combine(runtime, "ticketflow", "agent.sock");
        }

        var home = Environment.GetEnvironmentVariable("TICKETFLOW_AGENT_HOME") is { Length: > 0 } own
            ? own
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "share", "ticketflow");
        return Path.Combine(home, "agent.sock");
    }
}
