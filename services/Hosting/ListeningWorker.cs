using Microsoft.Extensions.Hosting;
using Npgsql;

namespace TicketFlow.Hosting;

/// <summary>
/// Works whenever a commit says on a PostgreSQL channel that there is something to do. The listening connection is the clock; once in a
/// while it looks anyway, for a notification that fell between two connections.
/// </summary>
public abstract class ListeningWorker(NpgsqlDataSource database) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The channel's name.</summary>
    protected abstract string Channel { get; }

    /// <summary>Asked after each work: when nobody says anything, it works again after this. Default 2 seconds.</summary>
    protected virtual TimeSpan LookAnyway => TimeSpan.FromSeconds(2);

    /// <summary>Does all there is to do. The connection is the one that listens; nobody else uses it.</summary>
    protected abstract Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping);

    /// <summary>The database is away; it is tried again.</summary>
    protected abstract void Lost(string reason);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The loop's top: the database is away, or a row in it is not understood. Neither may end the service.
                Lost(e.Message);
                await Task.Delay(Pause, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        await using (var listen = new NpgsqlCommand($"listen {Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        while (true)
        {
            await WorkAsync(connection, stopping);
            await connection.WaitAsync(LookAnyway, stopping);
        }
    }
}
