using MassTransit;
using MassTransit.Configuration;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TicketFlow.Contracts.Health;
using TicketFlow.Messaging;
using TicketFlow.Messaging.Topology;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Border;
using TicketFlow.TicketServer.Health;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Progress;
using TicketFlow.TicketServer.Queries;

namespace TicketFlow.TicketServer;

/// <summary>MassTransit's part: one receive endpoint per request queue, with the saga and the few plain consumers.</summary>
internal static class RequestEndpoints
{
    public static void AddRequestEndpoints(this IServiceCollection services)
    {
        services.Configure<MassTransitHostOptions>(options =>
        {
            // Otherwise a stop shortly after the start leaves consumers alive.
            options.WaitUntilStarted = true;
            options.StopTimeout = TimeSpan.FromSeconds(20);
        });
        services.AddMassTransit(bus =>
        {
            bus.AddSagaStateMachine<JobLifecycleStateMachine, JobLifecycleSaga>().Repository(r =>
                r.RegisterSagaRepository<
                    JobLifecycleSaga,
                    JobUnitOfWork,
                    SagaConsumeContextFactory<JobUnitOfWork, JobLifecycleSaga>,
                    JobSagaRepositoryContextFactory>());
            bus.AddConsumer<StatusUpdateConsumer>();
            bus.AddConsumer<JobQueryConsumer>();
            bus.AddConsumer<PrinterQueryConsumer>();
            bus.AddConsumer<SeenPrintersConsumer>();
            bus.AddLeaseConsumers();
            bus.AddConsumer<HelloConsumer>();
            bus.AddConsumer<RefusedMessageConsumer>();
            bus.AddConsumer<ResourceHealthChangedConsumer>();
            bus.AddConsumer<ResourceCheckAnsweredConsumer>();
            bus.UsingRabbitMq(Configure);
        });
    }

    private static void Configure(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
    {
        var options = context.GetRequiredService<IOptions<TicketServerOptions>>().Value;
        var broker = context.GetRequiredService<BrokerAddress>();
        var reader = new AgentMessageReader(broker.User);
        var log = context.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(BrokerGate));
        var stopping = context.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        rabbit.Host(broker.Host, broker.Port, broker.VirtualHost, "ticket-server", host =>
        {
            broker.Configure(host);
            host.OnRefreshConnectionFactory = _ => BrokerGate.PassAsync(broker, options.Partitions, log, stopping);
        });
        for (var partition = 0; partition < options.Partitions; partition++)
        {
            rabbit.ReceiveEndpoint(BrokerTopology.RequestQueue(partition), endpoint => Configure(endpoint, context, reader, options));
        }

        rabbit.ReceiveEndpoint(HealthTopology.ServerQueue, endpoint => ConfigureHealth(endpoint, context, options));
    }

    /// <summary>What the monitor says. Any server may take any message: the version of each resource's health keeps the order.</summary>
    private static void ConfigureHealth(
        IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, TicketServerOptions options)
    {
        ConfigureWire(endpoint, options, HealthMessageReader.Read);
        endpoint.ConfigureConsumer<ResourceHealthChangedConsumer>(context);
        endpoint.ConfigureConsumer<ResourceCheckAnsweredConsumer>(context);
        endpoint.ConfigureConsumer<RefusedMessageConsumer>(context);
    }

    private static void Configure(
        IRabbitMqReceiveEndpointConfigurator endpoint, IBusRegistrationContext context, AgentMessageReader reader,
        TicketServerOptions options)
    {
        endpoint.SingleActiveConsumer = true;
        ConfigureWire(endpoint, options, reader.Read);
        endpoint.ConfigureSaga<JobLifecycleSaga>(context);
        endpoint.ConfigureConsumer<StatusUpdateConsumer>(context);
        endpoint.ConfigureConsumer<JobQueryConsumer>(context);
        endpoint.ConfigureConsumer<PrinterQueryConsumer>(context);
        endpoint.ConfigureConsumer<SeenPrintersConsumer>(context);
        endpoint.ConfigureLeaseConsumers(context);
        endpoint.ConfigureConsumer<HelloConsumer>(context);
        endpoint.ConfigureConsumer<RefusedMessageConsumer>(context);
    }

    private static void ConfigureWire(IRabbitMqReceiveEndpointConfigurator endpoint, TicketServerOptions options, ReadDelivery read)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.SetQuorumQueue();
        endpoint.PrefetchCount = options.Concurrency * 2;
        endpoint.ConcurrentMessageLimit = options.Concurrency;
        endpoint.PublishFaults = false;
        endpoint.ClearSerialization();
        var wire = new AgentDeserializer(read);
        endpoint.AddDeserializer(wire, isDefault: true);
        endpoint.AddSerializer(wire);
    }
}
