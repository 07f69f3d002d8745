using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Tests.Support;

/// <summary>Sums the amounts per stream, set-based.</summary>
public sealed class TotalsProjection : IInlineProjection
{
    public IReadOnlyCollection<Type> EventTypes { get; } = [typeof(TicketCounted)];

    public string SchemaSql =>
        "create table if not exists test_totals (stream_id varchar primary key, total bigint not null check (total < 1000000))";

    public void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch)
    {
        var sums = events.GroupBy(e => e.StreamKey, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => (g.Key, Sum: g.Sum(e => (long)((TicketCounted)e.Data).Amount))).ToArray();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            insert into test_totals as t (stream_id, total) select * from unnest($1, $2)
            on conflict (stream_id) do update set total = t.total + excluded.total
            """)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = sums.Select(s => s.Key).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar },
                new NpgsqlParameter { Value = sums.Select(s => s.Sum).ToArray() },
            },
        });
    }
}
