using System.Globalization;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Topology;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>Database and broker of their own, with all printers in the log.</summary>
internal sealed class MonitorGround : IAsyncDisposable
{
    private const int Batch = 1000;

    private readonly PostgresDatabase _database;
    private readonly RabbitMqVirtualHost _broker;
    private readonly MonitorBenchOptions _options;

    private MonitorGround(PostgresDatabase database, RabbitMqVirtualHost broker, MonitorBenchOptions options, int fleetPort,
        int agentPort) =>
        (_database, _broker, _options, FleetPort, AgentPort) = (database, broker, options, fleetPort, agentPort);

    public int FleetPort { get; }

    public int AgentPort { get; }

    public int Interval => _options.Interval;

    public string Postgres => _database.ConnectionString;

    public Uri Broker => _broker.AdminUri;

    public static async Task<MonitorGround> CreateAsync(
        MonitorBenchOptions options, SimulatedFleet fleet, int agentPort, CancellationToken cancellation)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var broker = await (await RabbitMqServer.SharedAsync()).CreateVirtualHostAsync();
        var ground = new MonitorGround(database, broker, options, fleet.Port, agentPort);
        await using (var connection = await BrokerAddress.Parse(broker.AdminUri.ToString()).ToConnectionFactory("bench")
            .CreateConnectionAsync(cancellation))
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: cancellation))
        {
            await BrokerTopology.DeclareAsync(channel, 1, cancellation);
        }

        await ground.RegisterAsync(cancellation);
        return ground;
    }

    /// <summary>How long it takes from now on.</summary>
    public async Task<TimeSpan> EveryPrinterIsKnownAsync(MonitorProcess monitor, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (await KnownAsync(cancellation) < _options.Printers + _options.Agents)
        {
            monitor.DemandAlive();
            await timer.WaitForNextTickAsync(cancellation);
            if (TimeProvider.System.GetElapsedTime(started) > TimeSpan.FromMinutes(10))
            {
                throw new TimeoutException($"After 10 minutes only {await KnownAsync(cancellation)} printers are known.\n{monitor.Tail()}");
            }
        }

        return TimeProvider.System.GetElapsedTime(started);
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<long> KnownAsync(CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(Postgres);
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(
            "select case when to_regclass('monitor.health') is null then 0 else "
            +
            "(xpath('/row/n/text()', query_to_xml('select count(*) as n from monitor.health where status <> ''unknown''', false, true, '')))[1]::text::bigint end",
            connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private async Task RegisterAsync(CancellationToken cancellation)
    {
        await using var store = DocumentStore.For(options =>
        {
            options.ConnectionString = Postgres;
            TicketServerStore.Configure(options);
        });
        await store.ApplyAllConfiguredChangesToDatabaseAsync();
        var printers = Enumerable.Range(0, _options.Printers).Select(i => (SimulatedFleet.NameOf(i), SimulatedFleet.AddressOf(i)))
            .Concat(Enumerable.Range(0, _options.Agents).Select(i => (RealAgents.NameOf(i), RealAgents.AddressOf(i))));
        foreach (var batch in printers.Chunk(Batch))
        {
            var session = store.LightweightSession();
            foreach (var (name, address) in batch)
            {
                session.Events.StartStream<ResourceState>(
                    ResourceEventTypes.StreamKey(name),
                    new ResourceRegistered(name, "printer", string.Create(CultureInfo.InvariantCulture, $"{address}:9100"), "raw", 1,
                        1_000_000, null));
            }

            await session.SaveChangesAsync(cancellation);
        }
    }
}
