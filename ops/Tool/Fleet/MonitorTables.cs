using Npgsql;

namespace TicketFlow.Ops.Fleet;

/// <summary>The monitor's tables, as far as they are there.</summary>
internal static class MonitorTables
{
    /// <summary>True when a monitor has made the table.</summary>
    public static async Task<bool> HasAsync(NpgsqlDataSource database, string table, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select to_regclass($1) is not null");
        command.Parameters.Add(new() { Value = table });
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    /// <exception cref="OperationException">No monitor has ever run here.</exception>
    public static async Task DemandAsync(NpgsqlDataSource database, string table, CancellationToken cancellation)
    {
        if (!await HasAsync(database, table, cancellation))
        {
            throw new OperationException(
                ExitCodes.NotFound, "No printer monitor has ever run on this database. Start one (docs/monitor.md), then try again.");
        }
    }
}
