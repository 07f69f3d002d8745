using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.TicketServer.Support;

/// <summary>A notice that a receiver has not got.</summary>
/// <param name="Notice">Its id.</param>
/// <param name="At">When it came up, UTC.</param>
/// <param name="State"><c>open</c> (is tried again by itself), <c>given-up</c> or <c>refused</c>.</param>
/// <param name="Tries">Tries so far.</param>
/// <param name="NextAt">For an open one: when the next try is due, UTC.</param>
/// <param name="Error">Why the last try failed.</param>
public sealed record UndeliveredNotice(
    Guid Notice, DateTimeOffset At, string Receiver, string State, int Tries, DateTimeOffset? NextAt, string? Error, string Text);

/// <summary>What support was not told, and telling it again; the operators' view of the ledger.</summary>
public sealed class UndeliveredNotices(NpgsqlDataSource database)
{
    private const string Query = """
        select n.id, n.at, d.receiver, d.state, d.tries, case when d.state = 'open' then d.next_at end, d.error, n.text
        from support_delivery d join support_notice n on n.id = d.notice
        where d.state <> 'sent' and (d.state <> 'open' or d.tries > 0) order by n.at desc, d.receiver limit $1
        """;

    /// <summary>
    /// An open delivery may be in somebody's hands: only its next try comes earlier. One that is settled begins anew, with all its tries.
    /// </summary>
    private const string Again = """
        with wanted as (
          update support_delivery set next_at = now(), tries = case when state = 'open' then tries else 0 end, state = 'open'
          where state <> 'sent' and ($1 is null or notice = $1) and ($2 is null or receiver = $2) returning 1)
        select count(*), pg_notify($3, '') from wanted
        """;

    /// <summary>The newest first; those that were not tried yet are not among them.</summary>
    public async Task<IReadOnlyList<UndeliveredNotice>> ListAsync(int last, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Query);
        command.Parameters.Add(new() { Value = last });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<UndeliveredNotice>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(new UndeliveredNotice(
                reader.GetGuid(0), reader.GetMoment(1)!.Value, reader.GetString(2), reader.GetString(3), reader.GetInt32(4),
                reader.GetMoment(5), reader.GetText(6), reader.GetString(7)));
        }

        return found;
    }

    /// <summary>Has them tried again at once, by whichever server is there. Returns how many.</summary>
    /// <param name="notice">Only this notice; null: all.</param>
    /// <param name="receiver">Only to this receiver; null: to all.</param>
    public async Task<long> RetryAsync(Guid? notice, string? receiver, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Again);
        command.Parameters.Add(new() { Value = (object?)notice ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = (object?)receiver ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = SupportProjection.Channel });
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
