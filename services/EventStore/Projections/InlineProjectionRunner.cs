using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>Gives a projection the events it wants.</summary>
internal sealed class InlineProjectionRunner(IInlineProjection projection)
{
    private readonly HashSet<Type> _types = [.. projection.EventTypes];

    public void Apply(IReadOnlyList<StoredEvent> events, NpgsqlBatch batch)
    {
        var wanted = new List<IEvent>(events.Count);
        foreach (var stored in events)
        {
            if (_types.Count == 0 || _types.Contains(stored.Mapping.Type))
            {
                wanted.Add(stored);
            }
        }

        if (wanted.Count > 0)
        {
            projection.Apply(wanted, batch);
        }
    }
}
