using Npgsql;
using NpgsqlTypes;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Tests.Support;

public sealed record TicketView(string Id, int Total, int Events, bool Closed);

/// <summary>One document per stream.</summary>
public sealed class TicketViewProjection : SingleStreamProjection<TicketView>
{
    public override TicketView? Apply(TicketView? document, IEvent @event)
    {
        var now = document ?? new TicketView(@event.StreamKey, 0, 0, Closed: false);
        now = @event.Data switch
        {
            TicketCounted counted => now with { Total = now.Total + counted.Amount },
            TicketClosed => now with { Closed = true },
            _ => now,
        };
        return now with { Events = now.Events + 1 };
    }
}

/// <summary>One row per event, inserted without any care for repeats: what is projected twice breaks it.</summary>
public sealed class AuditProjection : EventProjection
{
    public override string Name => "Audit";

    public override string SchemaSql => "create table if not exists test_audit (seq_id bigint primary key, stream_id varchar not null)";

    public override string TeardownSql => "truncate test_audit";

    public override void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch) =>
        batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into test_audit (seq_id, stream_id) select * from unnest($1, $2)")
        {
            Parameters =
            {
                new NpgsqlParameter { Value = events.Select(e => e.Sequence).ToArray() },
                new NpgsqlParameter { Value = events.Select(e => e.StreamKey).ToArray(),
                    NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar },
            },
        });
}
