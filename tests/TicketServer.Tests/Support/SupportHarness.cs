using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TicketFlow.EventStore;
using TicketFlow.Testing.Mail;
using TicketFlow.Testing.Postgres;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Resources;
using TicketFlow.TicketServer.Support;

namespace TicketServer.Tests.Support;

/// <summary>A database with the server's store, a mail server, and any number of workers.</summary>
internal sealed class SupportHarness : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];

    private SupportHarness(PostgresDatabase database, DocumentStore store) => (Database, Store) = (database, store);

    public PostgresDatabase Database { get; }

    public DocumentStore Store { get; }

    public SmtpReceiver Mail { get; } = new();

    /// <summary>Warnings and errors of all workers.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>Configuration; short waits unless a test wants others.</summary>
    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Support:Smtp:Host"] = "localhost",
        ["Support:Smtp:Tls"] = "none",
        ["Support:Smtp:From"] = "ticketflow@example.org",
        ["Support:LookEvery"] = "00:00:00.05",
        ["Support:RetryAfter"] = "00:00:00.05",
        ["Support:RetryAtMostAfter"] = "00:00:00.2",
        ["Support:MaxTries"] = "1000",
    };

    public static async Task<SupportHarness> CreateAsync()
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var store = DocumentStore.For(options =>
        {
            options.ConnectionString = database.ConnectionString;
            TicketServerStore.Configure(options);
        });
        await store.ApplyAllConfiguredChangesToDatabaseAsync();
        var harness = new SupportHarness(database, store);
        harness.Mail.Start();
        harness.Settings["Support:Smtp:Port"] = harness.Mail.Port.ToString();
        return harness;
    }

    /// <summary>One more receiver.</summary>
    public void Receiver(string name, string? mail = null, string? webhook = null, string? kind = null, string? cause = null)
    {
        var place = $"Support:Receivers:{Settings.Keys.Count(k => k.EndsWith(":Name"))}";
        Settings[place + ":Name"] = name;
        foreach (var (key, value) in new[] { ("Mail", mail), ("Webhook", webhook), ("Kinds:0", kind), ("Causes:0", cause) })
        {
            if (value is not null)
            {
                Settings[$"{place}:{key}"] = value;
            }
        }
    }

    /// <summary>Starts one more worker.</summary>
    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.AddProvider(new Recorder(Log));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IDocumentStore>(Store);
        builder.Services.AddSingleton(Store.DataSource);
        builder.Services.AddSupport(builder.Configuration);
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
    }

    /// <summary>Ends all workers wherever they are.</summary>
    public async Task StopAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        _hosts.Clear();
    }

    /// <summary>A printer stops. Returns the id of the event.</summary>
    public async Task<Guid> StopPrinterAsync(string name = "hall", params string[] causes) =>
        await AppendAsync(ResourceEventTypes.StreamKey(name), new ResourceStopped(name, causes, "tray 2 is empty", "monitor"));

    public async Task<Guid> AppendAsync(string stream, object fact)
    {
        var session = Store.LightweightSession();
        session.Events.Append(stream, fact);
        return (await session.SaveChangesAsync())[0].Id;
    }

    /// <summary>The states of all deliveries, by receiver.</summary>
    public async Task<string> StatesAsync() => string.Join(
        ' ', await Database.ColumnAsync("select receiver || '=' || state from ticketflow.support_delivery order by receiver, notice"));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Mail.DisposeAsync();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }

    private sealed class Recorder(ConcurrentQueue<string> log) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
