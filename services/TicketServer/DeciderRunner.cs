using TicketFlow.EventStore;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer;

/// <summary>Load, decide, append at the version read; again on conflict, and as long as the database is away.</summary>
public sealed class DeciderRunner(IDocumentStore store, CommitResilience resilience)
{
    /// <summary>Returns after the commit.</summary>
    /// <param name="stream">The stream's key.</param>
    /// <param name="actor">Recorded with what is appended.</param>
    /// <param name="decide">No events: nothing is to be recorded, as long as the state is the newest one.</param>
    public async Task RunAsync<TState>(
        string stream, string actor, Func<TState?, IReadOnlyList<object>> decide, CancellationToken cancellation)
        where TState : class =>
        await resilience.Pipeline.ExecuteAsync(
            async token =>
            {
                var session = store.LightweightSession();
                session.SetHeader("actor", actor);
                var opened = await session.Events.FetchForWriting<TState>(stream, token);
                var events = decide(opened.Aggregate);
                if (events.Count == 0)
                {
                    await session.Events.DemandCurrentAsync(opened, token);
                    return;
                }

                opened.AppendMany(events);
                await session.SaveChangesAsync(token);
            },
            cancellation);
}
