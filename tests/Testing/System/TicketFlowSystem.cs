using TicketFlow.Messaging.Administration;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;

namespace TicketFlow.SystemUnderTest;

/// <summary>
/// A complete system of real processes in a fresh directory: PostgreSQL, RabbitMQ, a ticket server, agents, virtual printers. Each part can
/// be killed and started again. Disposing ends everything; the directory with the logs stays when the body of <see cref="ExplainAsync"/>
/// failed.
/// </summary>
public sealed class TicketFlowSystem : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _owned = new();
    private readonly SystemOptions _options;
    private bool _failed;

    private TicketFlowSystem(SystemOptions options) => _options = options;

    /// <summary>Logs, homes, documents.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("tf-system-").FullName;

    public PostgresServer Postgres { get; private set; } = null!;

    public PostgresDatabase Database { get; private set; } = null!;

    public RabbitMqServer Broker { get; private set; } = null!;

    /// <summary>The broker with the ticket server's account, as the operators' tool needs it.</summary>
    public Uri ServerAddress { get; private set; } = null!;

    /// <summary>Management HTTP API of the broker as administrator, for its <c>?vhost=</c>.</summary>
    public Uri Management { get; private set; } = null!;

    public SystemPart TicketServer { get; private set; } = null!;

    public IReadOnlyList<SystemPart> Monitors { get; private set; } = [];

    /// <summary>Null when the options say without it.</summary>
    public SystemPart? Reporting { get; private set; }

    public IReadOnlyList<AgentPart> Agents { get; private set; } = [];

    /// <summary>All virtual printers, in one process.</summary>
    public SystemPart Printers { get; private set; } = null!;

    /// <summary>Names of the printers, as users know them.</summary>
    public IReadOnlyList<string> PrinterNames { get; private set; } = [];

    /// <summary>What arrived at the printers.</summary>
    public PrinterIndex Index { get; private set; } = null!;

    /// <summary>Where the printers keep documents.</summary>
    public string PrinterDirectory => Path.Combine(Directory, "printers");

    /// <summary>Starts everything and waits until each part is ready.</summary>
    public static async Task<TicketFlowSystem> StartAsync(SystemOptions options)
    {
        var system = new TicketFlowSystem(options);
        try
        {
            await system.ExplainAsync(system.StartPartsAsync);
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs what uses the system; when it fails, the ends of all logs join the message and the directory stays.</summary>
    public async Task ExplainAsync(Func<Task> body)
    {
        try
        {
            await body();
        }
        catch (Exception e)
        {
            _failed = true;
            var parts = new[] { TicketServer, Printers, Reporting }.OfType<SystemPart>()
                .Concat(Monitors).Concat(Agents.Select(a => a.Process));
            var tails = parts.Select(part => $"--- {part.Name}, whole log in {part.Log}\n{part.Tail(15)}");
            throw new InvalidOperationException($"{e.GetType().Name}: {e.Message}\n{string.Join('\n', tails)}", e);
        }
    }

    /// <summary>Starts another agent with the same identity, as a copied machine would; it has a home of its own.</summary>
    public async Task<AgentPart> StartTwinAsync(AgentPart agent)
    {
        var twin = Own(new PartPlans(Directory, _options).Twin(agent.Id));
        await twin.Process.StartAsync();
        return twin;
    }

    /// <summary>What an agent that does not run had kept is gone; its credentials are there, as after a new installation.</summary>
    public void LoseHome(AgentPart agent) => new PartPlans(Directory, _options).LoseHome(agent.Id);

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var part))
        {
            await part.DisposeAsync();
        }

        if (!_failed)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }

    private async Task StartPartsAsync()
    {
        var broker = _options.PrivateServers ? RabbitMqServer.StartPrivateAsync() : RabbitMqServer.SharedAsync();
        Postgres = await (_options.PrivateServers ? PostgresServer.StartPrivateAsync() : PostgresServer.SharedAsync());
        Database = Own(await Postgres.CreateDatabaseAsync());
        Broker = await broker;
        var virtualHost = Own(await Broker.CreateVirtualHostAsync());
        Management = virtualHost.Management;
        using var administration = new BrokerAdministration(BrokerAdministrationOptions.Parse(virtualHost.Management.ToString()));
        var parts = new PartPlans(Directory, _options);
        await StartPrintersAsync(parts);
        var account = await administration.EnsureServerAccountAsync("server." + virtualHost.Name);
        ServerAddress = virtualHost.UriOf(account.UserName, account.Password);
        var monitor = _options.Monitors > 0 ? await MonitorAccess.CreateAsync(Database, virtualHost, administration) : null;
        TicketServer = Own(parts.TicketServer(Database.ConnectionString, ServerAddress));
        await TicketServer.StartAsync();
        Monitors = [.. Enumerable.Range(1, _options.Monitors).Select(number => Own(parts.Monitor($"monitor-{number}", monitor!)))];
        await Task.WhenAll(Monitors.Select(part => part.StartAsync()));
        await StartAgentsAsync(parts, administration, virtualHost);
        if (_options.Reporting)
        {
            Reporting = Own(parts.Reporting(Database.ConnectionString));
            await Reporting.StartAsync();
        }
    }

    private async Task StartPrintersAsync(PartPlans parts)
    {
        var first = LoopbackPorts.Range(_options.Printers);
        PrinterNames = await PrinterRegistry.AddAsync(
            Database.ConnectionString, first, _options.Printers, _options.Slots, _options.FurtherPrinters);
        Index = new PrinterIndex(Path.Combine(PrinterDirectory, "index.ndjson"));
        Printers = Own(parts.Printers(PrinterDirectory, first));
        await Printers.StartAsync();
    }

    private async Task StartAgentsAsync(PartPlans parts, BrokerAdministration administration, RabbitMqVirtualHost virtualHost)
    {
        var agents = new List<AgentPart>();
        for (var number = 0; number < _options.Agents; number++)
        {
            // Broker accounts are shared by all virtual hosts: each gets a name of its own.
            var id = $"a{number}-{virtualHost.Name}";
            var account = await administration.EnrolAgentAsync(id);
            var agent = Own(parts.Agent(id, virtualHost.UriOf(null, null), account.Password));
            agents.Add(agent);
            Agents = agents;
            await agent.Process.StartAsync();
        }
    }

    private T Own<T>(T part)
        where T : IAsyncDisposable
    {
        _owned.Push(part);
        return part;
    }
}
