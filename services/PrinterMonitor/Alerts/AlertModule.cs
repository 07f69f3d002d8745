using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.Delivery;
using TicketFlow.Delivery.Letters;
using TicketFlow.PrinterMonitor.Changes;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>
/// Telling people of trouble (M-17, M-19). Needs the event store with <see cref="Rules.AlertRuleEventTypes.Configure"/>, its data source,
/// and
/// <c>AlertSchema.sql</c> and the <see cref="Letters"/>' schema applied before the host starts.
/// </summary>
public static class AlertModule
{
    internal const string Section = "Alerts";

    /// <summary>Letters on their way. The monitor's alone, except that operators write test letters.</summary>
    internal static LetterTable Letters { get; } = new("monitor.alert_letter");

    /// <summary>Registers it; the configuration is validated when the host starts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        var secrets = new DeliverySecrets(configuration);
        services.AddSingleton(secrets);
        services.AddSingleton<IValidateOptions<AlertOptions>>(new AlertOptionsRules(secrets));
        services.AddOptions<AlertOptions>().Bind(configuration.GetSection(Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<AlertOptions>>().Value);
        services.AddSingleton<AlertRuleSource>();
        services.AddSingleton<AlertLedger>();
        services.AddSingleton(s => new Couriers(s.GetRequiredService<AlertOptions>(), secrets, Section));
        services.AddSingleton(s => new LetterCarrier(
            s.GetRequiredService<NpgsqlDataSource>(), Letters, s.GetRequiredService<AlertOptions>(), s.GetRequiredService<Couriers>(),
            s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<LetterCarrier>>()));
        services.AddSingleton<IHealthReaction, AlertReaction>();
        services.AddHostedService<AlertWorker>();
        return services;
    }
}
