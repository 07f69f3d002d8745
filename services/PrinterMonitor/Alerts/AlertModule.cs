using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TicketFlow.PrinterMonitor.Alerts.Letters;
using TicketFlow.PrinterMonitor.Changes;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>
/// Telling people of trouble (M-17, M-19). Needs the event store with <see cref="Rules.AlertRuleEventTypes.Configure"/>, its data source,
/// and
/// <c>AlertSchema.sql</c> applied before the host starts.
/// </summary>
public static class AlertModule
{
    /// <summary>Registers it; the configuration is validated when the host starts.</summary>
    public static IServiceCollection AddAlerts(this IServiceCollection services, IConfiguration configuration)
    {
        var secrets = new AlertSecrets(configuration);
        services.AddSingleton(secrets);
        services.AddSingleton<IValidateOptions<AlertOptions>>(new AlertOptionsRules(secrets));
        services.AddOptions<AlertOptions>().Bind(configuration.GetSection("Alerts")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<AlertOptions>>().Value);
        services.AddSingleton<AlertRuleSource>();
        services.AddSingleton<AlertLedger>();
        services.AddSingleton<LetterBox>();
        services.AddSingleton<LetterCarrier>();
        services.AddSingleton<IHealthReaction, AlertReaction>();
        services.AddHostedService<AlertWorker>();
        return services;
    }
}
