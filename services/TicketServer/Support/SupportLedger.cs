using Npgsql;
using NpgsqlTypes;
using TicketFlow.Delivery;

namespace TicketFlow.TicketServer.Support;

/// <summary>A delivery that this server has taken for a while.</summary>
/// <param name="Tries">Which try this is, from 1.</param>
internal sealed record ClaimedDelivery(PendingNotice Notice, string Receiver, int Tries);

/// <summary>
/// Who is still to be told what. Rows are taken with <c>skip locked</c> and, like deadlines, moved into the future while somebody works on
/// them:
/// if that one dies, they come up again.
/// </summary>
internal sealed class SupportLedger(NpgsqlDataSource database, RuleReader rules, SupportOptions options, TimeProvider clock)
{
    private const int PlannedAtOnce = 500;

    private const string Fresh = """
        select id, at, kind, text, resource, job, causes, source from support_notice where not planned order by at limit $1
        for update skip locked
        """;

    private const string Plan = """
        with planned as (update support_notice set planned = true where id = any($1))
        insert into support_delivery (notice, receiver, next_at)
        select d.notice, d.receiver, $4 from unnest($2, $3) as d (notice, receiver) on conflict do nothing
        """;

    private const string Claim = """
        with due as (
          select notice, receiver from support_delivery where receiver = $1 and state = 'open' and next_at <= $2
          order by next_at, notice limit 1 for update skip locked)
        update support_delivery d set next_at = $2 + $3, tries = tries + 1 from due join support_notice n on n.id = due.notice
        where d.notice = due.notice and d.receiver = due.receiver
        returning n.id, n.at, n.kind, n.text, n.resource, n.job, n.causes, n.source, d.tries
        """;

    /// <summary>Only the one who made the newest try may say what came of it.</summary>
    private const string Settle = """
        update support_delivery set state = $4, error = $5, next_at = $6 where notice = $1 and receiver = $2 and tries = $3
        """;

    private const string Forget = "delete from support_notice where at < $1";

    /// <summary>Gives each new notice to the receivers that want it. Returns how many notices there were.</summary>
    public async Task<int> PlanAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var fresh = await FreshAsync(connection, cancellation);
        if (fresh.Count == 0)
        {
            return 0;
        }

        var told = await rules.ReadAsync(fresh.Select(n => n.Notice), connection, cancellation);
        var deliveries = fresh.SelectMany(n => options.Receivers
            .Where(r => r.Wants(n.Notice) && told?.Covers(r, n.Notice) != true)
            .Select(r => (n.Id, r.Name))).ToList();
        await using var command = new NpgsqlCommand(Plan, connection);
        command.Parameters.Add(new() { Value = fresh.Select(n => n.Id).ToArray() });
        command.Parameters.Add(new() { Value = deliveries.Select(d => d.Id).ToArray() });
        command.Parameters.Add(new() { Value = deliveries.Select(d => d.Name).ToArray() });
        command.Parameters.Add(new() { Value = Now });
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return fresh.Count;
    }

    /// <summary>Takes the next due delivery of the receiver, or returns null.</summary>
    public async Task<ClaimedDelivery?> ClaimAsync(string receiver, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Claim);
        command.Parameters.Add(new() { Value = receiver });
        command.Parameters.Add(new() { Value = Now });
        command.Parameters.Add(new() { Value = options.ClaimFor });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? new ClaimedDelivery(Read(reader), receiver, reader.GetInt32(8)) : null;
    }

    /// <summary>Writes down what came of it.</summary>
    /// <param name="delivery">The delivery as taken.</param>
    /// <param name="state">One of <see cref="DeliveryStates"/>.</param>
    /// <param name="error">Why it is not delivered, or null.</param>
    /// <param name="wait">For an open one: time until the next try.</param>
    public async Task SettleAsync(ClaimedDelivery delivery, string state, string? error, TimeSpan wait, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Settle);
        command.Parameters.Add(new() { Value = delivery.Notice.Id });
        command.Parameters.Add(new() { Value = delivery.Receiver });
        command.Parameters.Add(new() { Value = delivery.Tries });
        command.Parameters.Add(new() { Value = state });
        command.Parameters.Add(new() { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Now + wait });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Deletes what is too old to matter.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Forget);
        command.Parameters.Add(new() { Value = Now - options.KeepFor });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static async Task<List<PendingNotice>> FreshAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Fresh, connection);
        command.Parameters.Add(new() { Value = PlannedAtOnce });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var fresh = new List<PendingNotice>();
        while (await reader.ReadAsync(cancellation))
        {
            fresh.Add(Read(reader));
        }

        return fresh;
    }

    private static PendingNotice Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetMoment(1)!.Value,
        new SupportNotice(
            row.GetString(2), row.GetString(3), row.GetText(4), row.GetText(5), row.GetFieldValue<string[]>(6), row.GetText(7)));
}
