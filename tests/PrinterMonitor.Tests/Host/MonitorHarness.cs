using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using PrinterMonitor.Tests.Snmp;
using RabbitMQ.Client;
using TicketFlow.EventStore;
using TicketFlow.Messaging.Administration;
using TicketFlow.Messaging.Topology;
using TicketFlow.PrinterMonitor;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;

namespace PrinterMonitor.Tests.Host;

/// <summary>
/// Monitors in this process on a real database and broker, with the restricted role and account that they have in production.
/// </summary>
public sealed class MonitorHarness : IAsyncLifetime
{
    private const string Role = "ticketflow_monitor";
    private const string Password = "role-of-the-monitor-in-tests";

    private readonly List<IHost> _hosts = [];
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("tf-monitor-");
    private RabbitMqVirtualHost _virtualHost = null!;
    private BrokerAdministration _administration = null!;
    private BrokerAccount _account = null!;
    private DocumentStore _log = null!;

    public PostgresDatabase Database { get; private set; } = null!;

    public HealthInbox Inbox { get; private set; } = null!;

    /// <summary>Configuration on top of the defaults; short waits unless a test wants others.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Monitor:Polling:Idle"] = "00:00:00.3",
        ["Monitor:Polling:Busy"] = "00:00:00.3",
        ["Monitor:Polling:Faulty"] = "00:00:00.3",
        ["Monitor:Polling:Sleeping"] = "00:00:00.3",
        ["Monitor:Polling:Silent"] = "00:00:00.3",
        ["Monitor:Polling:Absent"] = "00:00:00.3",
        ["Monitor:Polling:NoteSeenEvery"] = "00:00:00.3",
        ["Monitor:Snmp:Timeout"] = "00:00:00.3",
        ["Monitor:LeaseFor"] = "00:00:03",
        ["Monitor:RenewEvery"] = "00:00:00.5",
    };

    public async Task InitializeAsync()
    {
        Database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        _virtualHost = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        _administration = new BrokerAdministration(BrokerAdministrationOptions.Parse(_virtualHost.Management.ToString()));
        _account = await _administration.EnsureMonitorAccountAsync("monitor." + _virtualHost.Name);
        _log = DocumentStore.For(options =>
        {
            options.ConnectionString = Database.ConnectionString;
            foreach (var (type, alias) in FleetFacts.Aliases)
            {
                options.Events.MapEventType(type, alias);
            }
        });
        await _log.ApplyAllConfiguredChangesToDatabaseAsync();
        await Database.ExecuteAsync($"""
            do $$ begin
              create role {Role} login password '{Password}' in role pg_read_all_stats;
            exception when duplicate_object or unique_violation then null;
            end $$;
            create schema monitor authorization {Role};
            """);
        await Database.ExecuteAsync(await File.ReadAllTextAsync(Repository("services/TicketServer/Health/MonitorGrants.sql")));
        await using (var connection = await new ConnectionFactory { Uri = _virtualHost.AdminUri }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await BrokerTopology.DeclareAsync(channel, 1, CancellationToken.None);
        }

        Inbox = await HealthInbox.OpenAsync(_virtualHost.AdminUri);
    }

    public async Task<IHost> StartAsync(string name = "one")
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TICKETFLOW_MONITOR_POSTGRES"] = ConnectionString,
            ["TICKETFLOW_MONITOR_RABBITMQ"] = _virtualHost.UriOf(_account.UserName, _account.Password).ToString(),
            ["Monitor:Name"] = name,
        });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddPrinterMonitor(builder.Configuration);
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }

    public async Task StopAsync(IHost host)
    {
        _hosts.Remove(host);
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }

    /// <summary>As the ticket server and an operator would: a printer in the log, and where its agent listens.</summary>
    public async Task AddPrinterAsync(string name, NetSnmpAgentAddress? agent, string? version = null, string? credential = null)
    {
        var session = _log.LightweightSession();
        session.Events.Append("resource-" + name, new ResourceRegistered(name, "printer", "127.0.0.1:9100", "raw", "hall"));
        session.Events.Append(
            "resource-" + name,
            agent is null
                ? new MonitoringChosen(name, TicketFlow.PrinterMonitor.Fleet.Protocols.None, null, null, null, null)
                : new MonitoringChosen(name, TicketFlow.PrinterMonitor.Fleet.Protocols.Snmp, agent.Host, agent.Port, version, credential));
        await session.SaveChangesAsync();
    }

    public async Task AppendAsync(string name, object fact)
    {
        var session = _log.LightweightSession();
        session.Events.Append("resource-" + name, fact);
        await session.SaveChangesAsync();
    }

    /// <summary>The file with secrets that the next monitor reads.</summary>
    public void WriteCredentials(string json)
    {
        var path = Path.Combine(_directory.FullName, "credentials.json");
        File.WriteAllText(path, json);
        Settings["TICKETFLOW_SNMP_CREDENTIALS_FILE"] = path;
    }

    public async Task DisposeAsync()
    {
        foreach (var host in _hosts.ToList())
        {
            await StopAsync(host);
        }

        await Inbox.DisposeAsync();
        await _log.DisposeAsync();
        _administration.Dispose();
        await _virtualHost.DisposeAsync();
        await Database.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private string ConnectionString =>
        new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Username = Role, Password = Password }.ConnectionString;

    /// <summary>A file of the repository.</summary>
    internal static string Repository(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "TicketFlow.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }
}

/// <summary>Where an agent listens.</summary>
public sealed record NetSnmpAgentAddress(string Host, int Port)
{
    internal static NetSnmpAgentAddress Of(NetSnmpAgent agent) => new(agent.Address.Address.ToString(), agent.Address.Port);
}
