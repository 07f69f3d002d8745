using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>
/// Turns pages of events into commands. There is one per running shard, so it may remember what it wrote: pages come in log order, and when
/// one could not be written, the store forgets the writer and opens another, which begins with what the database holds.
/// </summary>
public interface IPageWriter
{
    /// <summary>
    /// Adds what the events mean to the batch that also moves the checkpoint. May read its own projection's tables on the connection first:
    /// they hold exactly what the events before this page made of them. Nothing else may be read, or a rebuild gives another result.
    /// </summary>
    ValueTask AddAsync(IReadOnlyList<IEvent> events, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation);
}
