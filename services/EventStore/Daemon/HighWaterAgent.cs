using Npgsql;

namespace TicketFlow.EventStore.Daemon;

/// <summary>Keeps looking for the mark: woken by commits' notifications, by polling where none come.</summary>
internal sealed class HighWaterAgent(StoreServices store, HighWater highWater)
{
    private readonly HighWaterDetector _detector = new(store.Options);

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // The loop's top: the database is away or refuses; nothing is lost by looking again later.
                Log.HighWaterFailed(store.Logger, exception);
                await DelayAsync(cancellation);
            }
        }
    }

    /// <summary>One look outside the loop, for rebuilds.</summary>
    public static async Task<long> DetectOnceAsync(StoreServices store, CancellationToken cancellation)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        return await new HighWaterDetector(store.Options).DetectAsync(connection, cancellation);
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        await ExecuteAsync(connection, $"listen {store.Options.NotificationChannel}", cancellation);
        try
        {
            while (true)
            {
                var mark = await _detector.DetectAsync(connection, cancellation);
                var moved = mark > highWater.Mark;
                highWater.Publish(mark);
                await connection.WaitAsync(
                    moved || _detector.HasGap ? store.Options.Daemon.BusyPolling : store.Options.Daemon.IdlePolling, cancellation);
            }
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await ExecuteAsync(connection, "unlisten *", CancellationToken.None);
            }
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task DelayAsync(CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(store.Options.Daemon.RetryDelay, store.Options.TimeProvider, cancellation);
        }
        catch (OperationCanceledException)
        {
            // Ending; the loop sees it.
        }
    }
}
