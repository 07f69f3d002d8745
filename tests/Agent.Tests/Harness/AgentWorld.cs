using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TicketFlow.Agent.Options;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Administration;
using TicketFlow.Testing.RabbitMq;

namespace TicketFlow.Agent.Tests.Harness;

/// <summary>A virtual host on a real broker with a scripted ticket server, one enrolled agent, its home and a printer.</summary>
public sealed class AgentWorld : IAsyncLifetime
{
    private static int _agents;
    private readonly HashSet<string> _closed = new(StringComparer.Ordinal);
    private RabbitMqVirtualHost _virtualHost = null!;

    internal string Agent { get; } = $"agent-{Interlocked.Increment(ref _agents)}-{Environment.ProcessId}";

    internal ScriptedServer Server { get; private set; } = null!;

    internal TestPrinter Printer { get; } = new();

    internal BrokerAdministration Administration { get; private set; } = null!;

    internal AgentOptions Options { get; private set; } = null!;

    internal string Home { get; } = Directory.CreateTempSubdirectory("tf-agent-").FullName;

    public async Task InitializeAsync()
    {
        var broker = await RabbitMqServer.SharedAsync();
        _virtualHost = await broker.CreateVirtualHostAsync();
        Administration = new BrokerAdministration(BrokerAdministrationOptions.Parse(_virtualHost.Management.ToString()));
        Server = await ScriptedServer.StartAsync(_virtualHost.AdminUri);
        await EnrolAsync();
        Options = new AgentOptions
        {
            Home = Home,
            Socket = Path.Combine(Home, "agent.sock"),
            Credentials = CredentialsFile,
            Broker = { RequestRepeat = TimeSpan.FromMilliseconds(500), ReconnectWait = TimeSpan.FromMilliseconds(100) },
            Transfers = { Raw = { WaitBetweenTries = TimeSpan.FromMilliseconds(20) } },
        };
    }

    public async Task DisposeAsync()
    {
        await Printer.DisposeAsync();
        await Server.DisposeAsync();
        await Administration.RemoveAgentAsync(Agent);
        Administration.Dispose();
        await _virtualHost.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }

    internal string CredentialsFile => Path.Combine(Home, "credentials.json");

    internal int BrokerPort => _virtualHost.AdminUri.Port;

    /// <summary>Enrols the agent (again) and writes its credentials.</summary>
    internal async Task EnrolAsync()
    {
        var account = await Administration.EnrolAgentAsync(Agent);
        WriteCredentials(account.Password, BrokerPort);
    }

    /// <summary>Takes the agent's queue away and leaves its account.</summary>
    internal async Task DeleteQueueAsync()
    {
        using var answer = await _virtualHost.Http.DeleteAsync($"api/queues/{_virtualHost.Name}/{AgentTopology.QueueOf(Agent)}");
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>The broker closes the agent's connection, as soon as its management knows of one.</summary>
    internal Task CloseConnectionAsync() => Eventually.True(
        async () =>
        {
            var open = (await _virtualHost.Http.GetFromJsonAsync<JsonArray>($"api/vhosts/{_virtualHost.Name}/connections"))!
                .Where(connection => (string?)connection!["user"] == Agent).Select(connection => (string)connection!["name"]!).ToList();
            foreach (var name in open)
            {
                // One that was closed before may stand there for some seconds more.
                using var answer = await _virtualHost.Http.DeleteAsync("api/connections/" + Uri.EscapeDataString(name));
                if (_closed.Add(name) && answer.IsSuccessStatusCode)
                {
                    return true;
                }
            }

            return false;
        },
        "the broker knows the agent's connection");

    internal void WriteCredentials(string password, int port)
    {
        if (File.Exists(CredentialsFile))
        {
            File.Delete(CredentialsFile);
        }

        File.WriteAllText(
            CredentialsFile,
            $$"""{"agent":"{{Agent}}","broker":"amqp://127.0.0.1:{{port}}/{{_virtualHost.Name}}","password":"{{password}}"}""");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(CredentialsFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    internal async Task<RunningAgent> StartAgentAsync() =>
        new(await AgentHost.StartAsync(Options, BrokerCredentials.Load(CredentialsFile)), Options.Socket);
}
