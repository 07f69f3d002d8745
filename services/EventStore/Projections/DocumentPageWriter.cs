using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>
/// Folds pages into documents. Documents of recent pages are remembered, so that a stream spread over many pages is not read back each
/// time; that is safe because only one process runs a shard and its checkpoint fences the writes.
/// </summary>
internal sealed class DocumentPageWriter<TDoc>(SingleStreamProjection<TDoc> projection, DocumentTable<TDoc> table) : IPageWriter
    where TDoc : class
{
    private const int MaxRemembered = 20_000;

    private readonly Dictionary<string, Projected<TDoc>> _remembered = new(StringComparer.Ordinal);

    public async ValueTask AddAsync(
        IReadOnlyList<IEvent> events, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
    {
        if (_remembered.Count > MaxRemembered)
        {
            _remembered.Clear();
        }

        await LoadMissingAsync(events, connection, cancellation);
        table.Write(Fold(projection, events, _remembered), batch);
    }

    /// <summary>Folds the events into the documents and returns those that changed. Events a document has already are passed
    /// over.</summary>
    public static Dictionary<string, Projected<TDoc>> Fold(
        SingleStreamProjection<TDoc> projection, IReadOnlyList<IEvent> events, Dictionary<string, Projected<TDoc>> documents)
    {
        var changed = new Dictionary<string, Projected<TDoc>>(StringComparer.Ordinal);
        foreach (var @event in events)
        {
            var before = documents.GetValueOrDefault(@event.StreamKey);
            if (@event.Version > before.Version)
            {
                var after = new Projected<TDoc>(projection.Apply(before.Document, @event), @event.Version);
                documents[@event.StreamKey] = changed[@event.StreamKey] = after;
            }
        }

        return changed;
    }

    private async Task LoadMissingAsync(IReadOnlyList<IEvent> events, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        List<string>? missing = null;
        foreach (var @event in events)
        {
            // Checkpoint and documents move together, so before a stream's first event there is no document to read.
            if (seen.Add(@event.StreamKey) && @event.Version > 1 && !_remembered.ContainsKey(@event.StreamKey))
            {
                (missing ??= []).Add(@event.StreamKey);
            }
        }

        if (missing is null)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { table.LoadCommand([.. missing]) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await DocumentTable<TDoc>.ReadAsync(reader, _remembered, cancellation);
    }
}
