using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.EventStore.Appending;

/// <summary>A lane's connection: kept open, so that no reset and no pool lies between two batches, and reopened when it broke.</summary>
internal sealed class CommitConnection(NpgsqlDataSource dataSource, StoreOptions options) : IAsyncDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private NpgsqlConnection? _connection;

    /// <summary>Who we were at the server; says which session to end when its fate is unclear.</summary>
    public (int ProcessId, DateTime StartedAt) Backend { get; private set; }

    /// <summary>The open connection. A server that is away (restart) is waited for, up to
    /// <see cref="GroupCommitOptions.OutcomeTimeout"/>.</summary>
    /// <exception cref="NpgsqlException">The server stayed away. Nothing was sent.</exception>
    public async Task<NpgsqlConnection> OpenAsync()
    {
        if (_connection is { FullState: System.Data.ConnectionState.Open } open)
        {
            return open;
        }

        await CloseAsync();
        var since = options.TimeProvider.GetTimestamp();
        while (true)
        {
            try
            {
                return await ConnectAsync();
            }
            catch (Exception exception) when (
                SqlFailures.IsConnectionLost(exception) && options.TimeProvider.GetElapsedTime(since) < options.GroupCommit.OutcomeTimeout)
            {
                await Task.Delay(RetryPause, options.TimeProvider, CancellationToken.None);
            }
        }
    }

    public async Task CloseAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = await dataSource.OpenConnectionAsync(CancellationToken.None);
        try
        {
            await using var command = new NpgsqlCommand(
                "select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()", connection);
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            await reader.ReadAsync(CancellationToken.None);
            Backend = (reader.GetInt32(0), reader.GetDateTime(1));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        return _connection = connection;
    }

    /// <summary>Ends the server session <paramref name="backend"/> if it still lives, so that nothing it was sent can happen
    /// later.</summary>
    public static async Task EndBackendAsync(NpgsqlConnection connection, (int ProcessId, DateTime StartedAt) backend, TimeSpan wait)
    {
        await using var command = new NpgsqlCommand(
            "select pg_terminate_backend(pid, $3) from pg_stat_activity where pid = $1 and backend_start = $2", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = backend.ProcessId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = backend.StartedAt, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)wait.TotalMilliseconds });
        if (await command.ExecuteScalarAsync(CancellationToken.None) is false)
        {
            throw new TimeoutException($"The database session {backend.ProcessId} did not end in {wait}.");
        }
    }
}
