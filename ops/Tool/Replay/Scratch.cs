using System.Data;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Replay;

namespace TicketFlow.Ops.Replay;

/// <summary>
/// A projection filled into temporary tables of one transaction: it sees one moment of the log and of the live tables, and leaves nothing
/// behind (no table, no notification) because it is rolled back.
/// </summary>
internal sealed class Scratch : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;
    private bool _kept;

    private Scratch(NpgsqlConnection connection, NpgsqlTransaction transaction) => (Connection, _transaction) = (connection, transaction);

    public NpgsqlConnection Connection { get; }

    public static async Task<Scratch> OpenAsync(DocumentStore store, CancellationToken cancellation)
    {
        var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var scratch = new Scratch(connection, transaction);
        await scratch.ExecuteAsync("set local search_path to pg_temp, ticketflow, public", cancellation);
        return scratch;
    }

    public Task<ReplayProgress> FillAsync(
        ProjectionReplay replay, ReplayRange range, IProgress<ReplayProgress>? progress, CancellationToken cancellation) =>
        replay.RunAsync(Connection, range, progress, cancellation);

    public async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, Connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Keeps what was filled after all. Only for tables in a schema of their own; the marks a projection leaves elsewhere are harmless.
    /// </summary>
    public async Task KeepAsync(CancellationToken cancellation)
    {
        await _transaction.CommitAsync(cancellation);
        _kept = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_kept)
        {
            await _transaction.RollbackAsync(CancellationToken.None);
        }

        await _transaction.DisposeAsync();
        await Connection.DisposeAsync();
    }
}
