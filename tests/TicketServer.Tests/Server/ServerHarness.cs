using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using RabbitMQ.Client;
using TicketFlow.Contracts.Health;
using TicketFlow.EventStore;
using TicketFlow.Messaging.Administration;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.Model;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Server;

/// <summary>A ticket server in this process, on a database and a virtual host of its own, with its own restricted broker account.</summary>
public sealed class ServerHarness : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private RabbitMqVirtualHost _virtualHost = null!;
    private BrokerAdministration _administration = null!;
    private BrokerAccount _account = null!;
    private IHost? _host;

    /// <summary>Configuration on top of the defaults; short delays unless a test wants others.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Deadlines:Interval"] = "00:00:00.05",
        ["Deadlines:FireAgainAfter"] = "00:00:00.5",
        ["Jobs:RetryAfter"] = "00:00:00.2",
        ["Jobs:BlockAfterFailure"] = "00:00:00.2",

        // Most scripted agents do not confirm: on a slow machine a go-ahead that comes again would be taken for another job's.
        ["Jobs:ConfirmWithin"] = "01:00:00",
    };

    /// <summary>The server's clock; null for the real one.</summary>
    public TimeProvider? Clock { get; set; }

    public PostgresDatabase Database => _database;

    public DocumentStore Store => _host!.Services.GetRequiredService<DocumentStore>();

    /// <summary>What the server logged.</summary>
    internal ServerLog Log { get; } = new();

    /// <summary>Something of the running server.</summary>
    public T Part<T>()
        where T : notnull => _host!.Services.GetRequiredService<T>();

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        _virtualHost = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        _administration = new BrokerAdministration(BrokerAdministrationOptions.Parse(_virtualHost.Management.ToString()));
        _account = await _administration.EnsureServerAccountAsync("server." + _virtualHost.Name);
    }

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TICKETFLOW_POSTGRES"] = _database.ConnectionString,
            ["TICKETFLOW_RABBITMQ"] = _virtualHost.UriOf(_account.UserName, _account.Password).ToString(),
        });
        builder.Services.AddSingleton<ILoggerProvider>(Log);
        builder.Services.AddTicketServer(builder.Configuration);
        if (Clock is not null)
        {
            builder.Services.AddSingleton(Clock);
        }

        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task StopAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            await ((IAsyncDisposable)_host).DisposeAsync();
            _host = null;
        }
    }

    /// <summary>Enrols an agent; broker accounts are shared by all virtual hosts, so each gets a name of its own.</summary>
    public async Task<ScriptedAgent> EnrolAsync(string name)
    {
        var id = $"{name}-{Guid.NewGuid():n}"[..30];
        var account = await _administration.EnrolAgentAsync(id);
        return await ScriptedAgent.ConnectAsync(_virtualHost.UriOf(account.UserName, account.Password), id);
    }

    public async Task AddPrinterAsync(string name, int slots = 1, long bytes = 1_000_000_000, string address = "127.0.0.1:9100")
    {
        var session = Store.LightweightSession();
        session.Events.StartStream<ResourceState>(
            ResourceEventTypes.StreamKey(name), new ResourceRegistered(name, "printer", address, "raw", slots, bytes, null));
        await session.SaveChangesAsync();
    }

    /// <summary>An operator changes a resource.</summary>
    public async Task ChangeAsync(string name, ResourceEvent change)
    {
        var session = Store.LightweightSession();
        session.Events.Append(ResourceEventTypes.StreamKey(name), change);
        await session.SaveChangesAsync();
    }

    /// <summary>An operator orders something for a job.</summary>
    public Task OrderAsync(string jobId, ScriptedAgent agent, string action, string? argument = null) =>
        _host!.Services.GetRequiredService<InternalPublisher>().PublishAsync(
            [InternalLetter.Of(new OperatorOrder(jobId, agent.Id, action, argument, "olga"))], CancellationToken.None);

    /// <summary>The next check that the monitor is asked for, or null when there is none now.</summary>
    public Task<CheckResourceNow?> TakeCheckAsync() => TakeAsync(CheckResourceNow.MessageType, HealthJson.Default.CheckResourceNow);

    /// <summary>The next message to the monitor, of this type, or null when there is none now.</summary>
    public async Task<T?> TakeAsync<T>(string type, JsonTypeInfo<T> json)
        where T : class
    {
        await using var connection = await new ConnectionFactory { Uri = _virtualHost.AdminUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var got = await channel.BasicGetAsync(CheckResourceNow.Queue, autoAck: true);
        return got?.BasicProperties.Type == type ? JsonSerializer.Deserialize(got.Body.Span, json) : null;
    }

    /// <summary>Says something as the monitor does.</summary>
    public async Task SayHealthAsync(string type, byte[] body)
    {
        await using var connection = await new ConnectionFactory { Uri = _virtualHost.AdminUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        await channel.BasicPublishAsync(
            HealthTopology.Exchange, HealthTopology.ChangedKey("hall"), mandatory: true, new BasicProperties { Type = type }, body);
    }

    /// <summary>The database takes nobody any more, and those who are in are thrown out; until <see cref="OpenDatabaseAsync"/>.</summary>
    public async Task CloseDatabaseAsync()
    {
        var elsewhere = (await PostgresServer.SharedAsync()).ConnectionString;
        await ExecuteAsync(elsewhere, $"alter database {_database.Name} with allow_connections false");
        await ExecuteAsync(elsewhere, $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{_database.Name}'");
    }

    /// <summary>The database is back.</summary>
    public async Task OpenDatabaseAsync() => await ExecuteAsync(
        (await PostgresServer.SharedAsync()).ConnectionString, $"alter database {_database.Name} with allow_connections true");

    /// <summary>Somebody made the agent's queue anew, in another way than the server does.</summary>
    public async Task MakeQueueForeignAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _virtualHost.AdminUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeleteAsync(queue);
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
    }

    /// <summary>Messages in a queue; null when there is no such queue.</summary>
    public async Task<uint?> CountAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = _virtualHost.AdminUri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue)).MessageCount;
        }
        catch (RabbitMQ.Client.Exceptions.OperationInterruptedException)
        {
            return null;
        }
    }

    /// <summary>The stored aliases of a job's stream, in order.</summary>
    public async Task<IReadOnlyList<string>> EventsOfAsync(string jobId) =>
        [.. (await Store.LightweightSession().Events.FetchStreamAsync("job-" + jobId)).Select(e => e.EventTypeName)];

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        _administration.Dispose();
        await _virtualHost.DisposeAsync();
        await _database.DisposeAsync();
    }
}
