using System.Text.Json;
using System.Text.Json.Serialization;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Options;

/// <summary>The agent's account at the broker. The file is the only place the password stands in.</summary>
internal sealed record BrokerCredentials(
    [property: JsonPropertyName("agent")] string? Agent,
    [property: JsonPropertyName("broker")] string? Broker,
    [property: JsonPropertyName("password")] string? Password)
{
    private const UnixFileMode OthersAndGroup = (UnixFileMode)0b000_111_111;

    /// <exception cref="AgentStartException">Missing, readable by others, or not understood.</exception>
    public static BrokerCredentials Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new AgentStartException($"There is no credentials file {path}. Enrol this agent, or set TICKETFLOW_AGENT_CREDENTIALS.");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersAndGroup) != UnixFileMode.None)
        {
            throw new AgentStartException($"Others can read the credentials file {path}. Run: chmod 600 {path}");
        }

        return Parse(path);
    }

    /// <summary>Says nothing of the password.</summary>
    public override string ToString() => $"{Agent} at {Broker}";

    private static BrokerCredentials Parse(string path)
    {
        try
        {
            var credentials = JsonSerializer.Deserialize(File.ReadAllBytes(path), CredentialsJson.Default.BrokerCredentials);
            return credentials switch
            {
                null => throw new AgentStartException($"The credentials file {path} is empty."),
                _ when !AgentTopology.IsAgentId(credentials.Agent) =>
                    throw new AgentStartException($"\"agent\" in {path} is not an agent id: 1 to 40 of a-z, 0-9 and '-', first a letter."),
                _ when !Uri.TryCreate(credentials.Broker, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps") =>
                    throw new AgentStartException($"\"broker\" in {path} is not of the form amqp://host:port/vhost."),
                { Password: null or "" } => throw new AgentStartException($"\"password\" is missing in {path}."),
                _ => credentials,
            };
        }
        catch (JsonException)
        {
            throw new AgentStartException($"The credentials file {path} is not valid JSON.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentStartException($"The credentials file {path} cannot be read: {e.Message}");
        }
    }
}

[JsonSerializable(typeof(BrokerCredentials))]
internal sealed partial class CredentialsJson : JsonSerializerContext;
