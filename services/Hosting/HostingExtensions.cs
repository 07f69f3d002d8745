using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace TicketFlow.Hosting;

/// <summary>What every service's composition needs.</summary>
public static class HostingExtensions
{
    /// <summary>A secret from the environment, or from the file that <c>NAME_FILE</c> names (containers mount secrets as files).</summary>
    public static string? Secret(this IConfiguration configuration, string name) =>
        configuration[name] ?? (configuration[name + "_FILE"] is { Length: > 0 } file ? File.ReadAllText(file).Trim() : null);

    /// <summary>A background service that others can ask for by its type.</summary>
    public static IServiceCollection AddWorker<T>(this IServiceCollection services)
        where T : class, IHostedService =>
        services.AddSingleton<T>().AddHostedService(s => s.GetRequiredService<T>());
}
