using Microsoft.Extensions.Configuration;

namespace TicketFlow.Agent.Options;

/// <summary>Reads the options from the environment and the command line.</summary>
internal static class AgentConfiguration
{
    /// <exception cref="AgentStartException">A setting cannot work; the sentences are for the operator.</exception>
    public static (AgentOptions Options, BrokerCredentials Credentials) Load(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables("TICKETFLOW_AGENT__").AddCommandLine(args).Build();
        var options = new AgentOptions();
        try
        {
            configuration.Bind(options);
        }
        catch (InvalidOperationException e)
        {
            throw new AgentStartException($"A setting cannot be read: {e.Message}");
        }

        FillPaths(options);
        var faults = AgentOptionsCheck.FaultsOf(options);
        return faults.Count == 0
            ? (options, BrokerCredentials.Load(options.Credentials))
            : throw new AgentStartException(string.Join(Environment.NewLine, faults));
    }

    private static void FillPaths(AgentOptions options)
    {
        options.Home = First(
            options.Home,
            Environment.GetEnvironmentVariable("TICKETFLOW_AGENT_HOME"),
            Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify),
                ".local", "share", "ticketflow"));
        var runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        options.Socket = First(
            options.Socket,
            Environment.GetEnvironmentVariable("TICKETFLOW_AGENT_SOCKET"),
            string.IsNullOrEmpty(runtime) ? Path.Combine(options.Home, "agent.sock") : Path.Combine(runtime, "ticketflow", "agent.sock"));
        options.Credentials = First(
            options.Credentials,
            Environment.GetEnvironmentVariable("TICKETFLOW_AGENT_CREDENTIALS"),
            Path.Combine(options.Home, "credentials.json"));
        options.Transfers.Ipp.PinFile = First(options.Transfers.Ipp.PinFile, Path.Combine(options.Home, "printer-certificates"));
    }

    private static string First(params string?[] candidates) => candidates.FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
}
