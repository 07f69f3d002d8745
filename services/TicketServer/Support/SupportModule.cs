using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TicketFlow.TicketServer.Support;

/// <summary>Telling support when something needs a person (M-17, M-19).</summary>
public static class SupportModule
{
    /// <summary>Registers it; the configuration is validated when the host starts. To be called after what creates the tables.</summary>
    public static IServiceCollection AddSupport(this IServiceCollection services, IConfiguration configuration)
    {
        var secrets = new SupportSecrets(configuration);
        services.AddSingleton(secrets);
        services.AddSingleton<IValidateOptions<SupportOptions>>(new SupportOptionsRules(secrets));
        services.AddOptions<SupportOptions>().Bind(configuration.GetSection("Support")).ValidateOnStart();
        services.AddHostedService<SupportWorker>();
        return services;
    }
}
