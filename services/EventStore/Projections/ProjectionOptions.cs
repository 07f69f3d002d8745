using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>The projections of a store.</summary>
public sealed class ProjectionOptions
{
    private readonly List<IInlineProjection> _inline = [];
    private readonly List<AsyncProjection> _async = [];
    private readonly EventOptions _events;

    internal ProjectionOptions(EventOptions events) => _events = events;

    internal IReadOnlyList<IInlineProjection> Inline => _inline;

    internal IReadOnlyList<AsyncProjection> Async => _async;

    /// <summary>Runs in the transaction of every append, in the order of registration.</summary>
    public ProjectionOptions AddInline(IInlineProjection projection)
    {
        _inline.Add(projection);
        return this;
    }

    /// <summary>Runs behind the log, in the daemon.</summary>
    public ProjectionOptions AddAsync(AsyncProjection projection)
    {
        _async.Add(projection);
        return this;
    }

    /// <summary>Keeps the registered aggregate <typeparamref name="T"/> as a document per stream, behind the log.</summary>
    public ProjectionOptions Snapshot<T>() where T : class =>
        AddAsync(new SnapshotProjection<T>(_events.Aggregates.GetValueOrDefault(typeof(T)) ?? ConventionalAggregate.For<T>()));

    internal IEnumerable<string> SchemaScripts(string schema) =>
        _inline.Select(p => p.SchemaSql).Concat(_async.Select(p => p.SchemaScript(schema)));

    internal void Validate()
    {
        var twice = _async.GroupBy(p => p.ShardName, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        StoreOptions.Require(twice is null, $"Two async projections are called '{twice?.Key}'; they would share one checkpoint. Rename one.");
    }
}
