using TicketFlow.EventStore;

namespace TicketFlow.TicketServer.Access;

/// <summary>Changes the policy: load, decide, append at the expected version, and decide again when somebody else was first.</summary>
public sealed class PolicyEditor(IDocumentStore store, string actor)
{
    private const int Tries = 3;

    /// <summary>Records the facts about the subject that change something, all or none. Returns them.</summary>
    /// <exception cref="EventStreamUnexpectedMaxEventIdException">Others changed the same subject again and again.</exception>
    public Task<IReadOnlyList<AccessEvent>> ChangeAsync(
        string subject, IReadOnlyList<AccessEvent> wanted, CancellationToken cancellation) =>
        SaveAsync(subject, (state, _) => Task.FromResult(state.Decide(wanted)), cancellation);

    /// <summary>Takes the last change of the subject back, by facts that say the opposite; doing it twice is doing it again.</summary>
    public Task<IReadOnlyList<AccessEvent>> UndoAsync(string subject, CancellationToken cancellation) =>
        SaveAsync(subject, async (now, version) => version == 0
            ? []
            : now.FactsTowards(await BeforeLastChangeAsync(subject, version, cancellation), subject), cancellation);

    /// <summary>The facts recorded together with the last one were one change.</summary>
    private async Task<PolicyState> BeforeLastChangeAsync(string subject, long version, CancellationToken cancellation)
    {
        var events = await store.LightweightSession().Events.FetchStreamAsync(subject, version, cancellation: cancellation);
        var last = events[^1].CorrelationId;
        return events.Where((e, i) => i < events.Count - 1 && (last is null || e.CorrelationId != last))
            .Select(e => e.Data).OfType<AccessEvent>().Aggregate(PolicyState.Empty, (state, fact) => state.Evolve(fact));
    }

    private async Task<IReadOnlyList<AccessEvent>> SaveAsync(
        string subject, Func<PolicyState, long, Task<IReadOnlyList<AccessEvent>>> decide, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var session = store.LightweightSession();
            session.SetHeader("actor", actor);
            session.CorrelationId = Guid.NewGuid().ToString("n");
            var stream = await session.Events.FetchForWriting<PolicyState>(subject, cancellation);
            var news = await decide(stream.Aggregate ?? PolicyState.Empty, stream.StartingVersion ?? 0);
            if (news.Count == 0)
            {
                return news;
            }

            stream.AppendMany(news);
            try
            {
                await session.SaveChangesAsync(cancellation);
                return news;
            }
            catch (EventStreamUnexpectedMaxEventIdException) when (attempt < Tries)
            {
                // Somebody else was first: look again.
            }
        }
    }
}
