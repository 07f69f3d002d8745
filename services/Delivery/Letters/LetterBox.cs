using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Delivery.Letters;

/// <summary>A letter that this service has taken for a while.</summary>
/// <param name="Tries">Which try this is, from 1.</param>
internal sealed record ClaimedLetter(Letter Letter, string Receiver, int Tries);

/// <summary>
/// The letters on their way. They are taken with <c>skip locked</c> and moved into the future while somebody works on them: if that one
/// dies, they come up again, with the same id and Message-ID.
/// </summary>
internal sealed class LetterBox(NpgsqlDataSource database, LetterTable table, DeliveryOptions options, TimeProvider clock)
{
    /// <summary>Takes the next due letter to somebody who is not busy, or returns null.</summary>
    public async Task<ClaimedLetter?> ClaimAsync(IReadOnlyCollection<string> busy, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(table.Claim);
        command.Parameters.Add(new() { Value = Now });
        command.Parameters.Add(new() { Value = options.ClaimFor });
        command.Parameters.Add(new() { Value = busy.ToArray() });
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? new ClaimedLetter(Read(row), row.GetString(1), row.GetInt32(10)) : null;
    }

    /// <summary>Writes down what came of it.</summary>
    public async Task SettleAsync(ClaimedLetter claimed, string state, string? error, TimeSpan wait, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(table.Settle);
        command.Parameters.Add(new() { Value = claimed.Letter.Id });
        command.Parameters.Add(new() { Value = claimed.Receiver });
        command.Parameters.Add(new() { Value = claimed.Tries });
        command.Parameters.Add(new() { Value = state });
        command.Parameters.Add(new() { Value = (object?)error ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = Now + wait });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>When the next letter to somebody who is not busy is due.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(IReadOnlyCollection<string> busy, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(table.Next);
        command.Parameters.Add(new() { Value = busy.ToArray() });
        return await command.ExecuteScalarAsync(cancellation) is DateTime at ? new DateTimeOffset(at) : null;
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    private static Letter Read(NpgsqlDataReader row) =>
        new(row.GetGuid(0), new DateTimeOffset(row.GetDateTime(3)), row.GetString(2), row.GetString(6), row.GetString(7))
        {
            MessageName = row.GetString(4),
            FollowsUp = row.IsDBNull(5) ? null : row.GetString(5),
            Facts = [.. row.GetFieldValue<string[]>(8).Chunk(2).Select(pair => (pair[0], (string?)pair[1]))],
            Json = row.GetFieldValue<byte[]>(9),
            File = row.IsDBNull(13) ? null : new LetterFile(row.GetString(11), row.GetString(12), row.GetFieldValue<byte[]>(13)),
        };
}
