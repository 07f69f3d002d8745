using Microsoft.Extensions.Hosting;
using Npgsql;

namespace TicketFlow.Hosting;

/// <summary>
/// Before a service works that follows the event log: its own tables, and the log's, which the ticket server makes. Waits for both.
/// </summary>
/// <param name="role">The service's database role.</param>
public abstract class FollowerGroundwork(NpgsqlDataSource database, string role) : IHostedService
{
    /// <summary>The advisory lock that all services of this kind take while they make their tables.</summary>
    protected abstract long SchemaLock { get; }

    /// <summary>One boolean: the log's tables exist, and the role may do with them what the service does.</summary>
    protected abstract string LogIsThere { get; }

    /// <summary>The waiting, for the log.</summary>
    protected abstract void Waiting(string reason);

    /// <summary>Idempotent DDL of the service's own tables.</summary>
    /// <param name="connection">Within the transaction that runs it.</param>
    protected abstract Task<string> SchemaSqlAsync(NpgsqlConnection connection, CancellationToken cancellation);

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken) =>
        await DatabasePatience.Create(Waiting).ExecuteAsync(async token => await PrepareAsync(token), cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The answer to a question with one boolean; no when the role may not even ask, or nobody made the table.</summary>
    protected static async Task<bool> IsTrueAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        try
        {
            return await command.ExecuteScalarAsync(cancellation) is true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            await ExecuteAsync(connection, $"select pg_advisory_xact_lock({SchemaLock})", cancellation);
            await ExecuteAsync(connection, await SchemaSqlAsync(connection, cancellation), cancellation);
            await transaction.CommitAsync(cancellation);
        }

        if (!await IsTrueAsync(connection, LogIsThere, cancellation))
        {
            throw new LogNotThereException(role);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
