using MassTransit;
using TicketFlow.Contracts.Health;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.TicketServer.Health;

/// <summary>Puts a change of health on its resource's stream; the queue, the waiting users and support follow from there.</summary>
public sealed class ResourceHealthChangedConsumer(ResourceRunner runner) : IConsumer<ResourceHealthChanged>
{
    public Task Consume(ConsumeContext<ResourceHealthChanged> context) =>
        runner.RunAsync(context.Message.Resource, state => HealthDecider.Decide(state, context.Message), context.CancellationToken);
}

/// <summary>Lets a queue go on that waited for a check.</summary>
public sealed class ResourceCheckAnsweredConsumer(ResourceRunner runner) : IConsumer<ResourceCheckAnswered>
{
    public Task Consume(ConsumeContext<ResourceCheckAnswered> context) =>
        runner.RunAsync(context.Message.Resource, state => HealthDecider.Decide(state, context.Message), context.CancellationToken);
}

/// <summary>Puts what is decided on the stream of a resource.</summary>
public sealed class ResourceRunner(DeciderRunner runner)
{
    /// <summary>Returns after the commit.</summary>
    /// <param name="decide">May be asked more than once; the last time counts.</param>
    /// <param name="actor">Who caused it, for the record.</param>
    public Task RunAsync(
        string resource, Func<ResourceState?, IReadOnlyList<ResourceEvent>> decide, CancellationToken cancellation,
        string actor = HealthDecider.Monitor) =>
        runner.RunAsync(ResourceEventTypes.StreamKey(resource), actor, decide, cancellation);
}
