using Npgsql;

namespace TicketFlow.Testing.Postgres;

/// <summary>A database of its own; disposing drops it, with whoever is still connected.</summary>
public sealed class PostgresDatabase : IAsyncDisposable
{
    private readonly string _administration;

    private PostgresDatabase(string administration, string name)
    {
        (_administration, Name) = (administration, name);
        ConnectionString = new NpgsqlConnectionStringBuilder(administration) { Database = name }.ConnectionString;
    }

    /// <summary>Database name.</summary>
    public string Name { get; }

    /// <summary>As superuser, to this database.</summary>
    public string ConnectionString { get; }

    /// <summary>Runs one statement.</summary>
    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionString, sql);

    /// <summary>Asks for one value.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No row: {sql}"));
    }

    /// <summary>The first column of every row, as text.</summary>
    public async Task<IReadOnlyList<string>> ColumnAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetValue(0).ToString() ?? "");
        }

        return values;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await using (var pool = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(pool);
        }

        await ExecuteAsync(_administration, $"drop database if exists {Name} with (force)");
    }

    internal static async Task<PostgresDatabase> CreateAsync(PostgresServer server)
    {
        var name = "tf_" + Guid.NewGuid().ToString("N");
        await ExecuteAsync(server.ConnectionString, $"create database {name}");
        return new PostgresDatabase(server.ConnectionString, name);
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
