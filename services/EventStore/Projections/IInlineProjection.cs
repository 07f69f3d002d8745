using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>
/// A set-based inline projection: it sees all events of one database transaction (many units, many streams, each stream's events in order)
/// and adds its commands to the batch that commits them. It must not read: a projection is a function of the events alone.
/// It may be asked twice for the same events (a transaction that lost a race is tried again) and must then answer the same.
/// The events have no <see cref="IEvent.Sequence"/> yet (0). Write rows in key order, so that two processes cannot deadlock.
/// </summary>
public interface IInlineProjection
{
    /// <summary>Stored aliases it wants; other events are not passed. Empty = all.</summary>
    IReadOnlyCollection<Type> EventTypes { get; }

    /// <summary>Idempotent DDL (<c>create table if not exists …</c>), run once at start under the schema lock. The store's schema is first
    /// in the search path.</summary>
    string SchemaSql { get; }

    /// <summary>Adds the commands that bring the view up to date. They run in this order, in the transaction of the events.</summary>
    void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch);
}
