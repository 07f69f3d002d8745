using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.Reporting.Api.Callers;

/// <summary>A token as it is kept: everything but itself.</summary>
public sealed record KnownCaller(
    string Id, string Name, string Role, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt);

/// <summary>Who may ask. Every question looks it up, so that a token is worth nothing from the moment it is revoked.</summary>
internal sealed class CallerRegister(NpgsqlDataSource database)
{
    private const string Columns = "id, name, role, created_at, created_by, expires_at, revoked_at";

    /// <summary>Makes a token; the answer is the only place where it stands.</summary>
    /// <returns>Null: the name is taken by a token that is good.</returns>
    public async Task<string?> CreateAsync(string name, string role, string by, TimeSpan? life, CancellationToken cancellation)
    {
        var (id, token) = ApiToken.New();
        await using var command = database.CreateCommand("""
            insert into finance.token (id, name, role, hash, created_by, expires_at) values ($1, $2, $3, $4, $5, now() + $6)
            on conflict do nothing
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = role });
        command.Parameters.Add(new() { Value = ApiToken.Hash(token) });
        command.Parameters.Add(new() { Value = by });
        command.Parameters.Add(new() { Value = (object?)life ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Interval });
        return await command.ExecuteNonQueryAsync(cancellation) == 1 ? token : null;
    }

    /// <summary>All of them, the newest last.</summary>
    public async Task<IReadOnlyList<KnownCaller>> ListAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select {Columns} from finance.token order by created_at, id");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var callers = new List<KnownCaller>();
        while (await reader.ReadAsync(cancellation))
        {
            callers.Add(Row(reader));
        }

        return callers;
    }

    /// <summary>Revokes the good token of that name or id; false when there is none.</summary>
    public async Task<bool> RevokeAsync(string nameOrId, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "update finance.token set revoked_at = now() where revoked_at is null and (name = $1 or id = $1)");
        command.Parameters.Add(new() { Value = nameOrId });
        return await command.ExecuteNonQueryAsync(cancellation) > 0;
    }

    /// <summary>Whose token it is; null when it is none, or not good any more.</summary>
    public async Task<KnownCaller?> ProveAsync(string? token, CancellationToken cancellation)
    {
        if (!ApiToken.TryId(token, out var id))
        {
            return null;
        }

        await using var command = database.CreateCommand($"""
            select {Columns}, hash from finance.token where id = $1 and revoked_at is null and (expires_at is null or expires_at > now())
            """);
        command.Parameters.Add(new() { Value = id });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && Fits(reader, token!) ? Row(reader) : null;
    }

    private static bool Fits(NpgsqlDataReader reader, string token) =>
        CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(7), ApiToken.Hash(token));

    private static KnownCaller Row(NpgsqlDataReader reader) => new(
        reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetMoment(3)!.Value, reader.GetString(4), reader.GetMoment(5),
        reader.GetMoment(6));
}
