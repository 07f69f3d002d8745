using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Projections;

/// <summary>Turns pages of events into commands. One per running shard, so it may remember what it wrote.</summary>
internal interface IPageWriter
{
    /// <summary>Adds what the events mean to the batch that also moves the checkpoint; may read on the connection first.</summary>
    ValueTask AddAsync(IReadOnlyList<IEvent> events, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation);
}
