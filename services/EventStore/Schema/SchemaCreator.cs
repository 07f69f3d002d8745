using Npgsql;

namespace TicketFlow.EventStore.Schema;

/// <summary>Creates what is missing, one process at a time.</summary>
internal sealed class SchemaCreator(StoreOptions options, NpgsqlDataSource dataSource)
{
    // Any number will do as long as every TicketFlow process takes the same one ("TFSCHEMA" in ASCII).
    private const long SchemaLock = 0x5446_5343_4845_4D41;

    public async Task ApplyAsync(CancellationToken cancellation)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({SchemaLock})", cancellation);
        await ExecuteAsync(connection, MartenSchema.Sql(options.DatabaseSchemaName), cancellation);
        await ExecuteAsync(connection, $"set local search_path to {options.DatabaseSchemaName}, public", cancellation);
        foreach (var sql in options.Projections.SchemaScripts(options.DatabaseSchemaName).Where(s => !string.IsNullOrWhiteSpace(s)))
        {
            await ExecuteAsync(connection, sql, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
