using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TicketFlow.EventStore;
using TicketFlow.Hosting;
using TicketFlow.Reporting.Parked;
using TicketFlow.Reporting.Schedules;

namespace TicketFlow.Reporting;

/// <summary>Everything the reporting service is made of.</summary>
public static class ReportingModule
{
    /// <summary>Registers it; configuration is validated when the host starts.</summary>
    public static IServiceCollection AddReporting(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ReportingOptions>().Bind(configuration.GetSection("Reporting")).Configure(options =>
            options.Postgres = configuration.Secret("TICKETFLOW_REPORTING_POSTGRES") ?? options.Postgres)
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s =>
        {
            var options = new StoreOptions
            {
                ConnectionString = s.GetRequiredService<IOptions<ReportingOptions>>().Value.Postgres,
                TimeProvider = s.GetRequiredService<TimeProvider>(),
            };
            ReportingStore.Configure(options);
            return new DocumentStore(options, s.GetRequiredService<ILogger<DocumentStore>>());
        });
        services.AddSingleton<IDocumentStore>(s => s.GetRequiredService<DocumentStore>());
        services.AddSingleton(s => s.GetRequiredService<DocumentStore>().DataSource);
        // Order matters: schema and rights first, projections last.
        services.AddHostedService<Groundwork>();
        services.AddWorker<ProjectionWorker>();
        services.AddWorker<ParkedAlarm>();
        services.AddScheduledReports(configuration);
        return services;
    }
}
