namespace TicketFlow.EventStore.Events;

/// <summary>How a stream folds to an aggregate.</summary>
internal sealed class AggregateDefinition(Type type, string alias, Func<object?, IEvent, object?> fold)
{
    public Type Type { get; } = type;

    public string Alias { get; } = alias;

    public object? Fold(object? state, IEvent @event) => fold(state, @event);

    public object? Fold(object? state, IEnumerable<IEvent> events) => events.Aggregate(state, fold);
}
