using System.Collections.Concurrent;

namespace TicketFlow.EventStore.Events;

/// <summary>Aggregates by type: registered folds first, otherwise the Create/Apply convention.</summary>
internal sealed class AggregateRegistry(EventOptions options)
{
    private readonly ConcurrentDictionary<Type, AggregateDefinition> _definitions = new(options.Aggregates);

    public AggregateDefinition For<T>() where T : class => _definitions.GetOrAdd(typeof(T), static _ => ConventionalAggregate.For<T>());

    /// <summary>Alias for <c>mt_streams.type</c>; also for types that only mark a stream and fold nothing.</summary>
    public string AliasOf<T>() where T : class =>
        _definitions.TryGetValue(typeof(T), out var definition) ? definition.Alias : EventAlias.ForAggregate(typeof(T));

    public AggregateDefinition? Find<T>() where T : class => _definitions.GetValueOrDefault(typeof(T));
}
