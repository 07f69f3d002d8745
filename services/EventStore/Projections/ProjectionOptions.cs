using TicketFlow.EventStore.Daemon;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>When a snapshot is written.</summary>
public enum SnapshotLifecycle
{
    /// <summary>In the transaction of the append.</summary>
    Inline,

    /// <summary>Behind the log, by the daemon.</summary>
    Async,
}

/// <summary>The projections of a store.</summary>
public sealed class ProjectionOptions
{
    private readonly List<IInlineProjection> _inline = [];
    private readonly List<IInlineSnapshot> _snapshots = [];
    private readonly List<AsyncProjection> _async = [];
    private readonly EventOptions _events;

    internal ProjectionOptions(EventOptions events) => _events = events;

    /// <summary>
    /// Makes the daemon's own tables (parked events, generations) also without an async projection here: for the process that owns the
    /// schema, when the projections run in others that may not make tables in it. Default false.
    /// </summary>
    public bool HostDaemons { get; set; }

    internal IReadOnlyList<IInlineProjection> Inline => _inline;

    internal IReadOnlyList<IInlineSnapshot> InlineSnapshots => _snapshots;

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

    /// <summary>
    /// Keeps a document per stream in the transaction of every append. Appends then take two round trips instead of one, because the
    /// documents are read under the streams' locks.
    /// </summary>
    public ProjectionOptions AddInline<TDoc>(SingleStreamProjection<TDoc> projection) where TDoc : class
    {
        _snapshots.Add(new InlineSnapshot<TDoc>(projection));
        return this;
    }

    /// <summary>Keeps the registered aggregate <typeparamref name="T"/> as a document per stream.</summary>
    public ProjectionOptions Snapshot<T>(SnapshotLifecycle lifecycle = SnapshotLifecycle.Async) where T : class
    {
        var projection = new SnapshotProjection<T>(_events.Aggregates.GetValueOrDefault(typeof(T)) ?? ConventionalAggregate.For<T>());
        return lifecycle == SnapshotLifecycle.Inline ? AddInline(projection) : AddAsync(projection);
    }

    internal IEnumerable<string> SchemaScripts(string schema) =>
        _inline.Select(p => p.SchemaSql).Concat(_snapshots.Select(p => p.SchemaScript(schema)))
            .Concat(_async.Select(p => p.SchemaScript(schema)))
            .Concat(_async.Count > 0 || HostDaemons ? [ParkingLot.SchemaScript(schema)] : [])
            .Concat(HostDaemons ? [Generations.GenerationTable.SchemaScript(schema)] : []);

    internal void Validate()
    {
        var twice = _async.GroupBy(p => p.ShardName, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        foreach (var published in _async.OfType<EventProjection>().Where(p => p.PublishedSchema is not null))
        {
            StoreOptions.Require(
                IsPlain(published.Name) && IsPlain(published.PublishedSchema!),
                $"Projection '{published.Name}' publishes to schema '{published.PublishedSchema}': both names must be letters and digits.");
        }

        StoreOptions.Require(
            twice is null, $"Two async projections are called '{twice?.Key}'; they would share one checkpoint. Rename one.");
    }

    // They become parts of SQL names.
    private static bool IsPlain(string name) => name.Length is > 0 and <= 40 && name.All(char.IsAsciiLetterOrDigit);
}
