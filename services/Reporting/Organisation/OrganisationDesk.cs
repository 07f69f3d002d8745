using TicketFlow.EventStore;

namespace TicketFlow.Reporting.Organisation;

/// <summary>Writes changes of the organisation to its stream.</summary>
/// <param name="store">Any store that knows <see cref="OrganisationEventTypes.Configure"/>.</param>
public sealed class OrganisationDesk(IDocumentStore store)
{
    private const int MostTries = 3;

    /// <summary>All that is known.</summary>
    public async Task<OrganisationState> ReadAsync(CancellationToken cancellation = default)
    {
        var session = store.LightweightSession();
        var stream = await session.Events.FetchForWriting<OrganisationState>(OrganisationEventTypes.Stream, cancellation);
        return stream.Aggregate ?? OrganisationState.Empty;
    }

    /// <summary>Records what of it is news, all or nothing, and returns that.</summary>
    /// <param name="actor">Who wishes it; the event's header.</param>
    /// <exception cref="EventStreamUnexpectedMaxEventIdException">Others wrote at the same time, again and again.</exception>
    public async Task<IReadOnlyList<OrganisationEvent>> RecordAsync(
        IReadOnlyList<OrganisationEvent> wished, string actor, CancellationToken cancellation = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            var session = store.LightweightSession();
            var stream = await session.Events.FetchForWriting<OrganisationState>(OrganisationEventTypes.Stream, cancellation);
            var news = OrganisationDecider.Decide(wished, stream.Aggregate);
            if (news.Count == 0)
            {
                return news;
            }

            session.SetHeader("actor", actor);
            stream.AppendMany(news);
            try
            {
                await session.SaveChangesAsync(cancellation);
                return news;
            }
            catch (EventStreamUnexpectedMaxEventIdException) when (attempt < MostTries)
            {
                // Somebody else wrote in between: decide again on what is there now.
            }
        }
    }
}
