using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.EventStore.Daemon;

/// <summary>The table of events that projections had to leave out.</summary>
internal static class ParkingLot
{
    public static string SchemaScript(string schema) => $"""
        create table if not exists {schema}.parked_events (
            shard varchar not null,
            seq_id bigint not null,
            stream_id varchar not null,
            type varchar not null,
            error text not null,
            parked_at timestamptz not null default transaction_timestamp(),
            constraint pk_parked_events primary key (shard, seq_id))
        """;

    /// <summary>Writes them down and says so; in the transaction that moves the checkpoint past them.</summary>
    public static NpgsqlBatchCommand Add(string schema, IReadOnlyList<ParkedEvent> parked) => new($"""
        with parked as (
            insert into {schema}.parked_events (shard, seq_id, stream_id, type, error) select * from unnest($1, $2, $3, $4, $5)
            on conflict (shard, seq_id) do update set error = excluded.error, parked_at = excluded.parked_at returning shard)
        select pg_notify('{ProjectionChannels.Parked}', min(shard)) from parked
        """)
    {
        Parameters =
        {
            Texts(parked, p => p.Shard), new NpgsqlParameter<long[]> { TypedValue = [.. parked.Select(p => p.Sequence)] },
            Texts(parked, p => p.StreamKey), Texts(parked, p => p.EventTypeName), Texts(parked, p => p.Error),
        },
    };

    /// <summary>A rebuild judges every event anew.</summary>
    public static NpgsqlBatchCommand Clear(string schema, string shard) => new($"delete from {schema}.parked_events where shard = $1")
    {
        Parameters = { new NpgsqlParameter<string> { TypedValue = shard } },
    };

    private static NpgsqlParameter Texts(IReadOnlyList<ParkedEvent> parked, Func<ParkedEvent, string> text) =>
        new NpgsqlParameter<string[]> { TypedValue = [.. parked.Select(text)], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Varchar };
}
