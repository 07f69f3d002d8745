using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.Delivery;
using TicketFlow.Delivery.Letters;
using TicketFlow.Hosting;

namespace TicketFlow.Reporting.Schedules;

/// <summary>Reports that go out by mail. Needs the event store and its data source, the statistics and the costs.</summary>
internal static class ReportModule
{
    /// <summary>Registers it; the configuration is validated when the host starts.</summary>
    public static IServiceCollection AddScheduledReports(this IServiceCollection services, IConfiguration configuration)
    {
        var secrets = new DeliverySecrets(configuration);
        services.AddSingleton<IValidateOptions<ReportOptions>>(new ReportOptionsRules(secrets));
        services.AddOptions<ReportOptions>().Bind(configuration.GetSection(ReportOptions.Section))
            .ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<ReportOptions>>().Value);
        services.AddSingleton(s => new Couriers(s.GetRequiredService<ReportOptions>(), secrets, ReportOptions.Section));
        services.AddSingleton(s => new LetterCarrier(
            s.GetRequiredService<NpgsqlDataSource>(), ReportSql.Letters, s.GetRequiredService<ReportOptions>(),
            s.GetRequiredService<Couriers>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<LetterCarrier>>()));
        services.AddSingleton<ReportComposer>();
        services.AddSingleton<ReportLedger>();
        services.AddSingleton<ReportHistory>();
        services.AddWorker<ReportWorker>();
        return services;
    }
}
