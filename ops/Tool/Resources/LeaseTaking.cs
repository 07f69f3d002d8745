using TicketFlow.EventStore;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.Ops.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Ops.Resources;

/// <summary><c>resource take-away</c>: a ticket server does it, so that the agent is told at once.</summary>
internal static class LeaseTaking
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(DocumentStore store, string name, CancellationToken cancellation)
    {
        var key = ResourceEventTypes.StreamKey(name);
        var state = await store.LightweightSession().Events.AggregateStreamAsync<ResourceState>(key, cancellation: cancellation)
            ?? throw new OperationException(ExitCodes.NotFound, $"There is no '{name}'. 'ticketflow-ops resource list' shows them.");
        if (state.Use?.Holder is not { } holder)
        {
            Console.WriteLine($"{name}: nobody has it.");
            return ExitCodes.Ok;
        }

        await using (var publisher = await JobCommands.PublisherAsync(cancellation))
        {
            var order = new LeaseOrder(name, holder.Id, holder.Agent, Environment.UserName);
            await publisher.PublishAsync([InternalLetter.Of(order)], cancellation);
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            while (await timer.WaitForNextTickAsync(patience.Token))
            {
                var now = await store.LightweightSession().Events.AggregateStreamAsync<ResourceState>(key, cancellation: cancellation);
                if (now?.Use?.Holder?.Id != holder.Id)
                {
                    Console.WriteLine($"{name}: taken away from {holder.Domain}\\{holder.User}.");
                    return ExitCodes.Ok;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Told below.
        }

        throw new OperationException(
            ExitCodes.Failed, $"Nothing happened within {Patience.TotalSeconds:0} s: no ticket server runs. The order waits for one.");
    }
}
