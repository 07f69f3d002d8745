using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TicketFlow.TicketServer.Leases;

/// <summary>Resources that one client at a time uses (M-26).</summary>
internal static class LeaseModule
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddLeases(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LeaseOptions>().Bind(configuration.GetSection("Leases")).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(s => s.GetRequiredService<IOptions<LeaseOptions>>().Value);
        services.AddSingleton<LeaseRows>();
        services.AddSingleton<LeaseDesk>();
        return services;
    }

    /// <summary>The consumers, on the bus.</summary>
    public static void AddLeaseConsumers(this IBusRegistrationConfigurator bus)
    {
        bus.AddConsumer<LeaseRequestConsumer>();
        bus.AddConsumer<LeaseRenewalConsumer>();
        bus.AddConsumer<LeaseReturnConsumer>();
        bus.AddConsumer<LeaseOrderConsumer>();
    }

    /// <summary>The consumers, at a request queue.</summary>
    public static void ConfigureLeaseConsumers(this IReceiveEndpointConfigurator endpoint, IBusRegistrationContext context)
    {
        endpoint.ConfigureConsumer<LeaseRequestConsumer>(context);
        endpoint.ConfigureConsumer<LeaseRenewalConsumer>(context);
        endpoint.ConfigureConsumer<LeaseReturnConsumer>(context);
        endpoint.ConfigureConsumer<LeaseOrderConsumer>(context);
    }
}
