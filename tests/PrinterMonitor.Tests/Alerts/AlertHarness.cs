using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using TicketFlow.Contracts.Health;
using TicketFlow.Delivery.AlertRules;
using TicketFlow.EventStore;
using TicketFlow.PrinterMonitor.Alerts;
using TicketFlow.PrinterMonitor.Alerts.Rules;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.Testing.Mail;
using TicketFlow.Testing.Postgres;

namespace PrinterMonitor.Tests.Alerts;

/// <summary>A database with the alerts' tables, a mail server, a web server, and any number of monitors' alert workers.</summary>
internal sealed class AlertHarness : IAsyncDisposable
{
    private readonly List<IHost> _hosts = [];
    private readonly ConcurrentDictionary<string, long> _versions = new();

    private AlertHarness(PostgresDatabase database, DocumentStore store) => (Database, Store) = (database, store);


    public PostgresDatabase Database { get; }

    public DocumentStore Store { get; }

    public SmtpReceiver Mail { get; } = new();

    public Dictionary<string, string?> Settings { get; } = new()
    {
        ["Alerts:Smtp:Host"] = "localhost",
        ["Alerts:Smtp:Tls"] = "none",
        ["Alerts:Smtp:From"] = "ticketflow@example.org",
        ["Alerts:CloseAfter"] = "00:00:00",
        ["Alerts:LookEvery"] = "00:00:00.5",
        ["Alerts:RetryAfter"] = "00:00:00.05",
        ["Alerts:RetryAtMostAfter"] = "00:00:00.2",
        ["Alerts:MaxTries"] = "1000",
        ["TICKETFLOW_ALERT_SECRET"] = "s3cret",
    };

    public static async Task<AlertHarness> CreateAsync(params AlertRule[] rules)
    {
        var database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        var store = DocumentStore.For(options =>
        {
            options.ConnectionString = database.ConnectionString;
            AlertRuleEventTypes.Configure(options);
        });
        await store.ApplyAllConfiguredChangesToDatabaseAsync();
        await database.ExecuteAsync("create schema monitor");
        await database.ExecuteAsync(await ReadSchemaAsync("Alerts.AlertSchema.sql"));
        await database.ExecuteAsync(AlertModule.Letters.SchemaSql);
        var harness = new AlertHarness(database, store);
        harness.Mail.Start();
        harness.Settings["Alerts:Smtp:Port"] = harness.Mail.Port.ToString();
        await harness.SaveAsync([.. rules.Select(rule => new AlertRuleSaved(rule))]);
        return harness;
    }

    public async Task SaveAsync(params AlertRuleEvent[] facts)
    {
        if (facts.Length > 0)
        {
            var session = Store.LightweightSession();
            session.Events.Append(AlertRuleEventTypes.Stream, facts);
            await session.SaveChangesAsync();
            await Database.ExecuteAsync($"select pg_notify('{AlertRuleEventTypes.Channel}', '')");
        }
    }

    /// <summary>A monitor commits a change of a printer's health.</summary>
    public Task BecomesAsync(string printer, params string[] causes) => BecomesAsync([printer], causes);

    public async Task BecomesAsync(string[] printers, params string[] causes)
    {
        var at = TimeProvider.System.GetUtcNow();
        TargetChange[] changes = [.. printers.Select(printer =>
        {
            var version = _versions.AddOrUpdate(printer, 1, (_, v) => v + 1);
            return new TargetChange(
                new FleetTarget(printer, "printer", "192.0.2.7:9100", "raw", "Berlin, hall", new HealthAddress("snmp", "192.0.2.7", 161)),
                new ResourceHealthChanged(
                    ResourceHealthChanged.IdOf(printer, version), printer, version, at, HealthStatuses.Warning, HealthStatuses.Ready,
                        causes,
                    HealthSources.Snmp, Text: "Load Tray 2"));
        })];
        await using var connection = await Store.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection);
        var reaction = new AlertReaction();
        reaction.AddTo(batch, changes);
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        reaction.Committed();
    }

    /// <summary>Starts one more monitor.</summary>
    public async Task StartAsync()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<IDocumentStore>(Store);
        builder.Services.AddSingleton(Store.DataSource);
        builder.Services.AddAlerts(builder.Configuration);
        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
    }

    /// <summary>Ends all of them wherever they are.</summary>
    public async Task StopAsync()
    {
        foreach (var host in _hosts)
        {
            await host.StopAsync();
            host.Dispose();
        }

        _hosts.Clear();
    }

    public async Task<string> StatesAsync() =>
        string.Join(' ', await Database.ColumnAsync("select state from monitor.alert_letter order by receiver, at"));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Mail.DisposeAsync();
        await Store.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static async Task<string> ReadSchemaAsync(string name)
    {
        await using var stream = typeof(AlertModule).Assembly.GetManifestResourceStream("TicketFlow.PrinterMonitor." + name)!;
        return await new StreamReader(stream).ReadToEndAsync();
    }
}
