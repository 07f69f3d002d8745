namespace TicketFlow.Cli.Agents;

/// <summary>Where the agent listens, by the same rule as the agent's own; without an agent of this user, the machine's.</summary>
internal static class AgentSocket
{
    /// <summary>Of an agent that runs as a service for all users.</summary>
    private const string OfTheMachine = "/run/ticketflow/agent.sock";

    public static string Default()
    {
        if (Environment.GetEnvironmentVariable("TICKETFLOW_AGENT_SOCKET") is { Length: > 0 } named)
        {
            return named;
        }

        var own = OfThisUser();
        return !File.Exists(own) && File.Exists(OfTheMachine) ? OfTheMachine : own;
    }

    private static string OfThisUser()
    {
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
