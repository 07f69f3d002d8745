using Microsoft.Extensions.DependencyInjection;
using TicketFlow.PrinterMonitor.Changes;

namespace TicketFlow.PrinterMonitor.Forecast;

/// <summary>Notes levels over time. Needs the data source and <c>ForecastSchema.sql</c> applied before the host starts.</summary>
public static class ForecastModule
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddForecast(this IServiceCollection services)
    {
        services.AddSingleton<LevelHistory>();
        services.AddSingleton<LevelRecorder>();
        services.AddSingleton<IHealthObserver>(s => s.GetRequiredService<LevelRecorder>());
        services.AddHostedService(s => s.GetRequiredService<LevelRecorder>());
        return services;
    }
}
