using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TicketFlow.EventStore;
using TicketFlow.Hosting;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Border;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Deadlines;
using TicketFlow.TicketServer.Health;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Progress;
using TicketFlow.TicketServer.Queues;
using TicketFlow.TicketServer.Resources;
using TicketFlow.TicketServer.Support;

namespace TicketFlow.TicketServer;

/// <summary>Everything the ticket server is made of.</summary>
public static class TicketServerModule
{
    /// <summary>Registers it; configuration is validated when the host starts.</summary>
    public static IServiceCollection AddTicketServer(this IServiceCollection services, IConfiguration configuration)
    {
        AddOptions(services, configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s => BrokerAddress.Parse(Options(s).RabbitMq));
        services.AddSingleton(s =>
        {
            var options = new StoreOptions
            {
                ConnectionString = Options(s).Postgres,
                TimeProvider = s.GetRequiredService<TimeProvider>(),
            };
            TicketServerStore.Configure(options);
            return new DocumentStore(options, s.GetRequiredService<ILogger<DocumentStore>>());
        });
        services.AddSingleton<IDocumentStore>(s => s.GetRequiredService<DocumentStore>());
        services.AddSingleton(s => s.GetRequiredService<DocumentStore>().DataSource);
        services.AddSingleton<IResourceDirectory, ResourceDirectory>();
        services.AddSingleton<CommitResilience>();
        services.AddSingleton<DeciderRunner>();
        services.AddSingleton<ResourceRunner>();
        services.AddSingleton<JobOrder>();
        services.AddSingleton<Newcomers>();
        services.AddSingleton<SpeedBook>();
        services.AddSingleton<Dispatcher>();
        services.AddSingleton<InternalPublisher>();
        // Order matters: tables and topology first, consumers last.
        services.AddHostedService<Groundwork>();
        services.AddAccess(configuration);
        services.AddBudgets();
        services.AddSupport(configuration);
        services.AddLeases(configuration);
        services.AddWorker<AgentPostOffice>();
        services.AddSingleton<IAgentPostOffice>(s => s.GetRequiredService<AgentPostOffice>());
        services.AddWorker<RefusedMessageLog>();
        services.AddSingleton<IStrangers>(s => s.GetRequiredService<RefusedMessageLog>());
        services.AddWorker<ProgressWriter>();
        services.AddWorker<DispatcherWorker>();
        services.AddWorker<DeadlineScanner>();
        services.AddWorker<StoppedPrinterDialogue>();
        services.AddRequestEndpoints();
        return services;
    }

    private static void AddOptions(IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<TicketServerOptions>().Bind(configuration.GetSection("TicketServer")).Configure(options =>
        {
            options.Postgres = configuration.Secret("TICKETFLOW_POSTGRES") ?? options.Postgres;
            options.RabbitMq = configuration.Secret("TICKETFLOW_RABBITMQ") ?? options.RabbitMq;
        }).ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<JobTiming>().Bind(configuration.GetSection("Jobs")).ValidateDataAnnotations()
            .Validate(
                timing => SilenceLadder.IsSound(timing.Ladder),
                "Jobs:Silence: the delays must not shrink from rung to rung, and Settle must be the last.")
            .ValidateOnStart();
        services.AddOptions<ScanOptions>().Bind(configuration.GetSection("Deadlines")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<JobTiming>>().Value);
        services.AddSingleton(s => s.GetRequiredService<IOptions<ScanOptions>>().Value);
    }

    private static TicketServerOptions Options(IServiceProvider services) =>
        services.GetRequiredService<IOptions<TicketServerOptions>>().Value;
}
