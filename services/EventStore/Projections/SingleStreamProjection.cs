using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Schema;

namespace TicketFlow.EventStore.Projections;

/// <summary>One document per stream, in a table <c>mt_doc_…</c> that Marten reads and continues.</summary>
/// <typeparam name="TDoc">The document. Immutable: documents of recent streams are kept between pages.</typeparam>
public abstract class SingleStreamProjection<TDoc> : AsyncProjection where TDoc : class
{
    /// <inheritdoc/>
    public override string Name => GetType().Name;

    /// <summary>The document after the event; null deletes it (or keeps it from being).</summary>
    public abstract TDoc? Apply(TDoc? document, IEvent @event);

    internal DocumentTable<TDoc> Table(string schema) => new(schema, Version);

    internal sealed override string SchemaScript(string schema) => MartenSchema.DocumentTable(schema, Table(schema).Name);

    internal sealed override string TeardownScript(string schema) => $"truncate {schema}.{Table(schema).Name}";

    internal sealed override IPageWriter OpenWriter(string schema) => new DocumentPageWriter<TDoc>(this, Table(schema));
}
