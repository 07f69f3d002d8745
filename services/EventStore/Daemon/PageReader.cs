using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.EventStore.Reading;

namespace TicketFlow.EventStore.Daemon;

/// <summary>Reads a stretch of the log as pages, with one streaming query for many of them.</summary>
internal sealed class PageReader(StoreServices store, AsyncProjection projection, int pageSize)
{
    // Bounds how long one snapshot is held open during a rebuild.
    private const int EventsPerQuery = 200_000;

    private readonly string[] _aliases = [.. projection.EventTypes.SelectMany(store.Events.AliasesOf).Distinct(StringComparer.Ordinal)];

    public async IAsyncEnumerable<EventPage> ReadAsync(long floor, long ceiling, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (floor < ceiling)
        {
            var before = floor;
            await foreach (var page in ReadOnceAsync(floor, ceiling, cancellation))
            {
                floor = page.Ceiling;
                yield return page;
            }

            if (floor == before)
            {
                throw new InvalidOperationException($"Projection {projection.ShardName} does not get beyond event {floor}.");
            }
        }
    }

    private async IAsyncEnumerable<EventPage> ReadOnceAsync(
        long floor, long ceiling, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = Command(floor, ceiling);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (events, parked) = (new List<IEvent>(pageSize), new List<ParkedEvent>());
        var (rows, last) = (0, floor);
        while (await reader.ReadAsync(cancellation))
        {
            (rows, last) = (rows + 1, reader.GetInt64(0));
            Add(reader, events, parked);
            if (events.Count + parked.Count == pageSize)
            {
                yield return new EventPage(floor, last, events, parked);
                (floor, events, parked) = (last, new List<IEvent>(pageSize), []);
            }
        }

        var end = rows == EventsPerQuery ? last : ceiling;
        if (end > floor)
        {
            yield return new EventPage(floor, end, events, parked);
        }
    }

    private void Add(NpgsqlDataReader reader, List<IEvent> events, List<ParkedEvent> parked)
    {
        try
        {
            if (store.Reader.Rows.Read(reader) is { } stored)
            {
                events.Add(stored);
            }
        }
        catch (Exception exception) when (ParkingRule.IsTheEventsFault(exception))
        {
            var poison = new PoisonEventException(reader.GetInt64(0), exception);
            if (!store.Options.Daemon.ParkPoisonEvents)
            {
                throw poison;
            }

            parked.Add(
                new(projection.ShardName, poison.Sequence, EventRows.StreamKeyOf(reader), EventRows.AliasOf(reader), poison.Message));
        }
    }

    private NpgsqlCommand Command(long floor, long ceiling)
    {
        var command = store.DataSource.CreateCommand($"""
            select {EventRows.Columns} from {store.Options.DatabaseSchemaName}.mt_events e
            where e.seq_id > $1 and e.seq_id <= $2 and e.is_archived = false and (cardinality($3) = 0 or e.type = any($3))
            order by e.seq_id limit {EventsPerQuery}
            """);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = floor });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = ceiling });
        command.Parameters.Add(
            new NpgsqlParameter<string[]> { TypedValue = _aliases, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar });
        return command;
    }
}
