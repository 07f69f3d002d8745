using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>Documents kept in the transaction of the append. It has to read the documents it changes, so the streams are locked
/// first.</summary>
internal interface IInlineSnapshot
{
    string SchemaScript(string schema);

    IInlineSnapshotRun Begin(string schema);
}

/// <summary>One transaction's part in an <see cref="IInlineSnapshot"/>.</summary>
internal interface IInlineSnapshotRun
{
    NpgsqlBatchCommand LoadCommand(string[] streamKeys);

    Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation);

    void Write(IReadOnlyList<StoredEvent> events, NpgsqlBatch batch);
}

/// <inheritdoc/>
internal sealed class InlineSnapshot<TDoc>(SingleStreamProjection<TDoc> projection) : IInlineSnapshot where TDoc : class
{
    private readonly HashSet<Type> _types = [.. projection.EventTypes];

    public string SchemaScript(string schema) => projection.SchemaScript(schema);

    public IInlineSnapshotRun Begin(string schema) => new Run(projection, projection.Table(schema), _types);

    private sealed class Run(SingleStreamProjection<TDoc> projection, DocumentTable<TDoc> table, HashSet<Type> types) : IInlineSnapshotRun
    {
        private readonly Dictionary<string, Projected<TDoc>> _documents = new(StringComparer.Ordinal);

        public NpgsqlBatchCommand LoadCommand(string[] streamKeys) => table.LoadCommand(streamKeys);

        public Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellation) =>
            DocumentTable<TDoc>.ReadAsync(reader, _documents, cancellation);

        public void Write(IReadOnlyList<StoredEvent> events, NpgsqlBatch batch)
        {
            IEvent[] wanted = [.. events.Where(e => types.Count == 0 || types.Contains(e.Mapping.Type))];
            table.Write(DocumentPageWriter<TDoc>.Fold(projection, wanted, _documents), batch);
        }
    }
}
