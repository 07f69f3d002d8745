using Npgsql;

namespace TicketFlow.Ops.Replay;

/// <summary>Where the generation stands that readers see.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Sequence">Projected up to this event.</param>
/// <param name="Parked">Events it had to leave out.</param>
internal sealed record LiveGeneration(int Number, long Sequence, IReadOnlyList<long> Parked)
{
    private const string Select = """
        with live as (
          select g.generation, g.name || case when g.generation > 1 then ':V' || g.generation else '' end || ':All' as shard
          from ticketflow.projection_generations g where g.name = $1 and g.state = 'live')
        select l.generation, coalesce(p.last_seq_id, 0),
          array(select k.seq_id from ticketflow.parked_events k where k.shard = l.shard order by 1)
        from live l left join ticketflow.mt_event_progression p on p.name = l.shard
        """;

    /// <summary>As the connection's transaction sees it.</summary>
    /// <exception cref="OperationException">There is none yet.</exception>
    public static async Task<LiveGeneration> ReadAsync(
        NpgsqlConnection connection, PublishedProjection projection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Select, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = projection.Projection });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Row(reader) : throw new OperationException(
            ExitCodes.NotFound, $"{projection.Projection} was never filled. Start a {projection.Service}; it fills it by itself.");
    }

    private static LiveGeneration Row(NpgsqlDataReader row) => new(row.GetInt32(0), row.GetInt64(1), row.GetFieldValue<long[]>(2));
}
