using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.TicketServer.Support;

/// <summary>Which events support is told about, and how: one line per event type.</summary>
public sealed class SupportMappings
{
    private readonly Dictionary<Type, Func<IEvent, SupportNotice?>> _byType = [];

    internal IReadOnlyCollection<Type> EventTypes => _byType.Keys;

    /// <summary>The notice that an event gives; null gives none. A function of the event alone.</summary>
    public SupportMappings On<TEvent>(Func<TEvent, IEvent, SupportNotice?> map)
        where TEvent : class
    {
        _byType[typeof(TEvent)] = e => map((TEvent)e.Data, e);
        return this;
    }

    internal SupportNotice? Of(IEvent @event) => _byType.TryGetValue(@event.Data.GetType(), out var map) ? map(@event) : null;
}

/// <summary>
/// Writes the notices down in the transaction of their events, so that none can be lost, and wakes the ones who send them.
/// </summary>
public sealed class SupportProjection(SupportMappings mappings) : IInlineProjection
{
    /// <summary>The workers of all servers listen here.</summary>
    public const string Channel = "ticketflow_support";

    private const string Insert = """
        insert into support_notice (id, at, kind, text, resource, job, causes, source) values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (id) do nothing
        """;

    private const string Wake = $"select pg_notify('{Channel}', '')";

    public IReadOnlyCollection<Type> EventTypes => mappings.EventTypes;

    public string SchemaSql => Sql.Embedded("Support.SupportSchema.sql");

    public void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
    {
        var before = batch.BatchCommands.Count;
        foreach (var @event in events)
        {
            if (mappings.Of(@event) is { } notice)
            {
                batch.BatchCommands.Add(InsertCommand(@event, notice));
            }
        }

        if (batch.BatchCommands.Count > before)
        {
            batch.BatchCommands.Add(Sql.Command(Wake));
        }
    }

    private static NpgsqlBatchCommand InsertCommand(IEvent @event, SupportNotice notice) => new(Insert)
    {
        Parameters =
        {
            new() { Value = @event.Id },
            new() { Value = @event.Timestamp.UtcDateTime },
            new() { Value = notice.Kind },
            new() { Value = notice.Text },
            new() { Value = (object?)notice.Resource ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = (object?)notice.Job ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            new() { Value = (notice.Causes ?? []).ToArray() },
            new() { Value = (object?)notice.Source ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
        },
    };
}
