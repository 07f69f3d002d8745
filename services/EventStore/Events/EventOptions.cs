namespace TicketFlow.EventStore.Events;

/// <summary>Which types are events, under which stored names, and how streams fold to aggregates.</summary>
public sealed class EventOptions
{
    private readonly Dictionary<Type, string> _events = [];
    private readonly Dictionary<Type, AggregateDefinition> _aggregates = [];

    private readonly Dictionary<string, Upcaster> _upcasters = new(StringComparer.Ordinal);

    internal IReadOnlyDictionary<Type, string> EventTypes => _events;

    internal IReadOnlyDictionary<Type, AggregateDefinition> Aggregates => _aggregates;

    internal IReadOnlyCollection<Upcaster> Upcasters => _upcasters.Values;

    /// <summary>
    /// Reads events stored under <paramref name="alias"/> as <typeparamref name="TOld"/> and hands them on as <typeparamref name="TNew"/>.
    /// The log keeps the old words; whoever folds or projects sees only today's. <typeparamref name="TOld"/> may be
    /// <see cref="System.Text.Json.Nodes.JsonObject"/>. Chains are followed: an old event may become a less old one.
    /// </summary>
    public EventOptions Upcast<TOld, TNew>(string alias, Func<TOld, TNew> transform) where TOld : class where TNew : class
    {
        StoreOptions.Require(
            !_events.ContainsValue(alias), $"The alias '{alias}' is both that of an event of today and upcast to {typeof(TNew).Name}.");
        StoreOptions.Require(!_upcasters.ContainsKey(alias), $"The alias '{alias}' is upcast twice.");
        StoreOptions.Require(typeof(TOld) != typeof(TNew), $"The alias '{alias}' is upcast to the type it has already.");
        _upcasters[alias] = new Upcaster(alias, typeof(TOld), typeof(TNew), old => transform((TOld)old));
        return this;
    }

    /// <summary>Registers an event under an explicit stored alias: renaming the class then never renames history.</summary>
    public EventOptions MapEventType<TEvent>(string alias) where TEvent : class => MapEventType(typeof(TEvent), alias);

    /// <summary>Registers an event under an explicit stored alias.</summary>
    public EventOptions MapEventType(Type eventType, string alias)
    {
        StoreOptions.Require(alias.Length is > 0 and <= 500, $"The stored alias of event {eventType.Name} must have 1 to 500 characters.");
        var taken = _events.FirstOrDefault(e => e.Key != eventType && string.Equals(e.Value, alias, StringComparison.Ordinal)).Key;
        StoreOptions.Require(taken is null, $"The stored alias '{alias}' is given to both {taken?.FullName} and {eventType.FullName}.");
        StoreOptions.Require(
            !_upcasters.ContainsKey(alias), $"The alias '{alias}' is both that of {eventType.Name} and one that is upcast.");
        _events[eventType] = alias;
        return this;
    }

    /// <summary>Registers an event under the alias Marten would give it.</summary>
    public EventOptions AddEventType<TEvent>() where TEvent : class => AddEventType(typeof(TEvent));

    /// <summary>Registers an event under the alias Marten would give it.</summary>
    public EventOptions AddEventType(Type eventType) => MapEventType(eventType, EventAlias.For(eventType));

    /// <summary>
    /// Registers an aggregate by its fold. <paramref name="alias"/> goes to <c>mt_streams.type</c>. The fold must be pure and return new
    /// instances (records): folded aggregates are shared between callers through the hot cache. It must not throw on any stored history.
    /// </summary>
    public EventOptions Aggregate<T>(string alias, Func<T?, IEvent, T?> fold) where T : class
    {
        _aggregates[typeof(T)] = new AggregateDefinition(typeof(T), alias, (state, @event) => fold((T?)state, @event));
        return this;
    }

    /// <summary>Registers an aggregate under the alias Marten would give it.</summary>
    public EventOptions Aggregate<T>(Func<T?, IEvent, T?> fold) where T : class => Aggregate(EventAlias.ForAggregate(typeof(T)), fold);
}
