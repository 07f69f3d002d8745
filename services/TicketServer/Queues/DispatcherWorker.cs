using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketFlow.TicketServer.Queues;

/// <summary>
/// Runs the dispatcher when a commit says that something changed. The listening connection is the clock; once in a while it looks anyway,
/// for a
/// notification that fell between two connections.
/// </summary>
public sealed class DispatcherWorker(Dispatcher dispatcher, NpgsqlDataSource database, ILogger<DispatcherWorker> log) : BackgroundService
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
            {
                QueueLog.DatabaseLost(log, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        await using (var listen = new NpgsqlCommand($"listen {QueueProjection.WakeChannel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        while (true)
        {
            await dispatcher.DispatchAsync(stopping);
            await connection.WaitAsync(LookAnyway, stopping);
        }
    }
}

internal static partial class QueueLog
{
    [LoggerMessage(1100, LogLevel.Warning, "The database is away: {Reason}. No go-aheads until it is back.")]
    public static partial void DatabaseLost(ILogger log, string reason);

    [LoggerMessage(1101, LogLevel.Warning, "Deadlines cannot be looked at: {Reason}. Trying again.")]
    public static partial void ScanFailed(ILogger log, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "{Count} status updates could not be written: {Reason}. The agents repeat them.")]
    public static partial void ProgressLost(ILogger log, int count, string reason);
}
