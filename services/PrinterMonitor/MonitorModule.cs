using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TicketFlow.EventStore;
using TicketFlow.Hosting;
using TicketFlow.Messaging;
using TicketFlow.PrinterMonitor.Alerts;
using TicketFlow.PrinterMonitor.Alerts.Rules;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Checks;
using TicketFlow.PrinterMonitor.Discovery;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Forecast;
using TicketFlow.PrinterMonitor.IppSource;
using TicketFlow.PrinterMonitor.Leases;
using TicketFlow.PrinterMonitor.Polling;
using TicketFlow.PrinterMonitor.Relocation;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.SnmpSource;
using TicketFlow.PrinterMonitor.Traps;

namespace TicketFlow.PrinterMonitor;

/// <summary>Everything the printer monitor is made of.</summary>
public static class MonitorModule
{
    /// <summary>Registers it; configuration is validated when the host starts.</summary>
    public static IServiceCollection AddPrinterMonitor(this IServiceCollection services, IConfiguration configuration)
    {
        AddOptions(services, configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s => BrokerAddress.Parse(Options(s).RabbitMq));
        services.AddSingleton(s =>
        {
            var options = new StoreOptions { ConnectionString = Options(s).Postgres };
            foreach (var (type, alias) in FleetFacts.Aliases)
            {
                options.Events.MapEventType(type, alias);
            }

            AlertRuleEventTypes.Configure(options);
            options.Projections.AddAsync(new FleetProjection());
            // Where parked events lie is another owner's table: here the projection stands, and the health endpoint says why.
            options.Daemon.ParkPoisonEvents = false;
            return new DocumentStore(options, s.GetRequiredService<ILogger<DocumentStore>>());
        });
        services.AddSingleton<IDocumentStore>(s => s.GetRequiredService<DocumentStore>());
        services.AddSingleton(s => s.GetRequiredService<DocumentStore>().DataSource);
        services.AddSingleton(s => new SnmpManager(s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHealthSource, SnmpHealthSource>();
        services.AddSingleton<IHealthSource, IppHealthSource>();
        services.AddSingleton<FleetDirectory>();
        services.AddSingleton<FleetShare>();
        services.AddMetrics();
        services.AddSingleton<MonitorMeters>();
        services.AddSingleton<HealthStore>();
        services.AddSingleton<PollDesk>();
        services.AddSingleton<HurryCall>();
        services.AddSingleton<CheckDesk>();
        services.AddSingleton<ProposalBook>();
        services.AddSingleton<ProposalDesk>();
        services.AddTransient<BrokerVoice>();
        // Order matters: tables first, whoever asks last.
        services.AddHostedService<Groundwork>();
        services.AddForecast();
        services.AddAlerts(configuration);
        services.AddWorker<HealthRecorder>();
        services.AddWorker<SeenBook>();
        services.AddWorker<OutboxRelay>();
        services.AddWorker<LeaseWorker>();
        services.AddWorker<Poller>();
        services.AddWorker<FleetWorker>();
        services.AddWorker<CheckConsumer>();
        services.AddWorker<TrapWorker>();
        services.AddWorker<RelocationWorker>();
        return services;
    }

    private static void AddOptions(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(_ => configuration["TICKETFLOW_SNMP_CREDENTIALS_FILE"] is { Length: > 0 } file
            ? CredentialBook.Read(file)
            : CredentialBook.Empty);
        services.AddOptions<MonitorOptions>().Bind(configuration.GetSection("Monitor")).Configure(options =>
        {
            options.Postgres = configuration.Secret("TICKETFLOW_MONITOR_POSTGRES") ?? options.Postgres;
            options.RabbitMq = configuration.Secret("TICKETFLOW_MONITOR_RABBITMQ") ?? options.RabbitMq;
        }).ValidateDataAnnotations()
            .Validate(
                o => o.RenewEvery * 3 <= o.LeaseFor,
                "Monitor:RenewEvery must be at most a third of Monitor:LeaseFor, or a single late renewal loses it.")
            .ValidateOnStart();
        services.AddOptions<PollingOptions>().Bind(configuration.GetSection("Monitor:Polling")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<SnmpSourceOptions>().Bind(configuration.GetSection("Monitor:Snmp")).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<RelocationOptions>().Bind(configuration.GetSection("Monitor:Relocation"))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<FleetOptions>, FleetOptionsRules>();
        services.AddOptions<FleetOptions>().Bind(configuration.GetSection("Monitor:Fleet")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TrapOptions>, TrapOptionsRules>();
        services.AddOptions<TrapOptions>().Bind(configuration.GetSection("Monitor:Traps")).ValidateOnStart();
    }

    private static MonitorOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<MonitorOptions>>().Value;
}
