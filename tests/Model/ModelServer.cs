using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TicketFlow.EventStore;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Administration;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Queues;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Model;

/// <summary>
/// The real ticket server in this process, with short delays, on a database and a virtual host of its own. It may be restarted at any time;
/// what operators and checks need goes past it, through a store and a publisher of their own.
/// </summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private static readonly Dictionary<string, string?> ShortDelays = new(StringComparer.Ordinal)
    {
        ["Deadlines:Interval"] = "00:00:00.05",
        ["Deadlines:FireAgainAfter"] = "00:00:00.5",
        ["Jobs:DescribeWithin"] = "00:00:01",
        ["Jobs:ConfirmWithin"] = "00:00:00.4",
        ["Jobs:StartWithin"] = "00:00:00.5",
        ["Jobs:StatusWithin"] = "00:00:00.5",
        ["Jobs:StopWithin"] = "00:00:00.3",
        ["Jobs:StopReminders"] = "2",
        ["Jobs:UnansweredLimit"] = "3",
        ["Jobs:RetryAfter"] = "00:00:00.1",
        ["Jobs:BlockAfterFailure"] = "00:00:00.1",
        ["Jobs:OvertakeFor"] = "00:00:01",
        ["Jobs:Silence:0:After"] = "00:00:00",
        ["Jobs:Silence:0:Action"] = "CheckResource",
        ["Jobs:Silence:1:After"] = "00:00:00.1",
        ["Jobs:Silence:1:Action"] = "Suspect",
        ["Jobs:Silence:2:After"] = "00:00:00.15",
        ["Jobs:Silence:2:Action"] = "AlertAdministrator",
        ["Jobs:Silence:3:After"] = "00:00:00.3",
        ["Jobs:Silence:3:Action"] = "FreeSlot",
        ["Jobs:Silence:4:After"] = "00:00:00.6",
        ["Jobs:Silence:4:Action"] = "Settle",
    };

    private readonly PostgresDatabase _database;
    private readonly RabbitMqVirtualHost _virtualHost;
    private readonly BrokerAdministration _administration;
    private readonly Uri _brokerUri;
    private readonly InternalPublisher _publisher;
    private IHost? _host;

    private ModelServer(PostgresDatabase database, RabbitMqVirtualHost virtualHost, BrokerAdministration administration, Uri brokerUri)
    {
        (_database, _virtualHost, _administration, _brokerUri) = (database, virtualHost, administration, brokerUri);
        var options = new StoreOptions { ConnectionString = database.ConnectionString };
        TicketServerStore.Configure(options);
        Store = new DocumentStore(options);
        _publisher = new InternalPublisher(BrokerAddress.Parse(brokerUri.ToString()), NullLogger<InternalPublisher>.Instance);
    }

    /// <summary>How long a job may be overtaken by smaller ones, as configured.</summary>
    public static TimeSpan OvertakeFor { get; } = TimeSpan.FromSeconds(1);

    public DocumentStore Store { get; }

    public ServerLog Log { get; } = new();

    /// <summary>The dispatcher's decisions.</summary>
    public RoundBook Rounds { get; } = new();

    public PostgresDatabase Database => _database;

    public RabbitMqVirtualHost VirtualHost => _virtualHost;

    public static async Task<ModelServer> StartAsync(PostgresServer postgres, RabbitMqServer rabbit)
    {
        var database = await postgres.CreateDatabaseAsync();
        var virtualHost = await rabbit.CreateVirtualHostAsync();
        var administration = new BrokerAdministration(BrokerAdministrationOptions.Parse(virtualHost.Management.ToString()));
        var account = await administration.EnsureServerAccountAsync("server." + virtualHost.Name);
        var server = new ModelServer(database, virtualHost, administration, virtualHost.UriOf(account.UserName, account.Password));
        await server.StartHostAsync();
        await server.BudgetAsync();
        return server;
    }

    /// <summary>The server ends in order and comes up again; agents go on talking meanwhile.</summary>
    public async Task RestartAsync()
    {
        await StopHostAsync();
        await StartHostAsync();
    }

    public async Task<ModelAgent> EnrolAsync(string name)
    {
        var id = $"{name}-{Guid.NewGuid():n}"[..24];
        var account = await _administration.EnrolAgentAsync(id);
        return await ModelAgent.ConnectAsync(_virtualHost.UriOf(account.UserName, account.Password), id);
    }

    public async Task ChangeAsync(string printer, ResourceEvent change)
    {
        var session = Store.LightweightSession();
        if (change is ResourceRegistered)
        {
            session.Events.StartStream<ResourceState>(ResourceEventTypes.StreamKey(printer), change);
        }
        else
        {
            session.Events.Append(ResourceEventTypes.StreamKey(printer), change);
        }

        await session.SaveChangesAsync();
    }

    /// <summary>Every user has a budget that never ends, so that each job's pages are put aside, and must come back.</summary>
    private async Task BudgetAsync()
    {
        var budget = new BudgetSet("user:*", BudgetBook.Pages, 1_000_000_000, BudgetModes.Refuse, "UTC", 100, 1, null);
        var session = Store.LightweightSession();
        session.Events.Append(budget.StreamKey, budget);
        await session.SaveChangesAsync();
    }

    public Task OrderAsync(ModelJob job, string action, string? argument = null) => _publisher.PublishAsync(
        [InternalLetter.Of(new OperatorOrder(job.JobId, job.Agent, action, argument, "olga"))], CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await StopHostAsync();
        await _publisher.DisposeAsync();
        await Store.DisposeAsync();
        _administration.Dispose();
        await _virtualHost.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task StartHostAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(ShortDelays);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["TICKETFLOW_POSTGRES"] = _database.ConnectionString,
            ["TICKETFLOW_RABBITMQ"] = _brokerUri.ToString(),
        });
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton<IRoundWitness>(Rounds);
        builder.Services.AddTicketServer(builder.Configuration);
        _host = builder.Build();
        await _host.StartAsync();
    }

    private async Task StopHostAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            await ((IAsyncDisposable)_host).DisposeAsync();
            _host = null;
        }
    }
}
