using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TicketFlow.TicketServer.Queues;

namespace TicketFlow.TicketServer.Access;

/// <summary>Admission: who may print where, with what (M-2, M-5).</summary>
public static class AccessModule
{
    /// <summary>
    /// Registers it. To be called after what creates the tables and before what consumes: the policy is read when the host starts.
    /// </summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<AccessOptions>().Bind(configuration.GetSection("Access")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<AccessPolicy>();
        services.AddHostedService(s => s.GetRequiredService<AccessPolicy>());
        services.TryAddSingleton<SpeedBook>();
        services.AddSingleton<PrinterListing>();
        services.AddSingleton<AlternativePrinters>();
        services.AddSingleton<IQuota, UnlimitedQuota>();
        services.AddSingleton<IAdmission, AdmissionDesk>();
        return services;
    }
}
