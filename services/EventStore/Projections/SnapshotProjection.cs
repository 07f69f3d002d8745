using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>Stores a registered aggregate as a document.</summary>
internal sealed class SnapshotProjection<TDoc>(AggregateDefinition definition) : SingleStreamProjection<TDoc> where TDoc : class
{
    public override string Name => typeof(TDoc).Name;

    public override TDoc? Apply(TDoc? document, IEvent @event) => (TDoc?)definition.Fold(document, @event);
}
