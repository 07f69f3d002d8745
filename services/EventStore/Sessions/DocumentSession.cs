using TicketFlow.EventStore.Appending;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Sessions;

/// <summary>Collects a unit and hands it to the group committer.</summary>
internal sealed class DocumentSession : IDocumentSession
{
    private readonly StoreServices _store;
    private Dictionary<string, object>? _headers;

    public DocumentSession(StoreServices store)
    {
        _store = store;
        Operations = new EventOperations(store, Pending);
    }

    public IEventOperations Events => Operations;

    public string? CorrelationId { get; set; }

    public string? CausationId { get; set; }

    private EventOperations Operations { get; }

    private PendingUnit Pending { get; } = new();

    public void SetHeader(string key, object value) => (_headers ??= new(StringComparer.Ordinal))[key] = value;

    public async Task<IReadOnlyList<IEvent>> SaveChangesAsync(CancellationToken cancellation = default)
    {
        if (Pending.IsEmpty)
        {
            return [];
        }

        var pending = Pending.Take();
        var unit = _store.Units.Create(pending, new EventMetadata(CorrelationId, CausationId, _headers));
        return await _store.Committer.CommitAsync(unit, cancellation);
    }
}
