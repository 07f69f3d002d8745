using MassTransit;
using TicketFlow.Contracts.Health;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Jobs;
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

/// <summary>Load, decide, append at the version read; again on conflict, and as long as the database is away.</summary>
public sealed class ResourceRunner(IDocumentStore store, CommitResilience resilience)
{
    /// <summary>Returns after the commit.</summary>
    public async Task RunAsync(
        string resource, Func<ResourceState?, IReadOnlyList<ResourceEvent>> decide, CancellationToken cancellation) =>
        await resilience.Pipeline.ExecuteAsync(
            async token =>
            {
                var session = store.LightweightSession();
                session.SetHeader("actor", HealthDecider.Monitor);
                var stream = await session.Events.FetchForWriting<ResourceState>(ResourceEventTypes.StreamKey(resource), token);
                var events = decide(stream.Aggregate);
                if (events.Count == 0)
                {
                    await session.Events.DemandCurrentAsync(stream, token);
                    return;
                }

                stream.AppendMany(events);
                await session.SaveChangesAsync(token);
            },
            cancellation);
}
