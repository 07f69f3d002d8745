using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.EventStore.Daemon;
using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Polling;

namespace TicketFlow.PrinterMonitor.Fleet;

/// <summary>
/// Keeps the fleet up to date: runs the projection of the log (one monitor at a time; the others wait for its turn), and listens to what
/// any monitor wrote down.
/// </summary>
internal sealed class FleetWorker(
    IDocumentStore log, NpgsqlDataSource database, FleetDirectory fleet, Poller poller, TimeProvider clock, ILogger<FleetWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly IProjectionDaemon _daemon = log.BuildProjectionDaemon();

    /// <summary>Why the projection stands, or null while it works.</summary>
    public string? Trouble => _daemon.Shards.FirstOrDefault(s => s.State == ShardState.Stopped)?.Error?.Message;

    /// <summary>Whether the fleet was read once.</summary>
    public bool IsReady { get; private set; }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await _daemon.StopAllAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await _daemon.StartAllAsync();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
            {
                FleetLog.DatabaseLost(logger, e.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        connection.Notification += OnNotification;
        await using (var listen = new NpgsqlCommand(
            $"listen {FleetProjection.Channel}; listen {ChangeTransaction.Channel}; listen {HurryCall.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        // What was told while nobody listened.
        poller.Forget(null);
        while (true)
        {
            foreach (var name in await fleet.RefreshAsync(stopping))
            {
                poller.Changed(name);
            }

            IsReady = true;
            await connection.WaitAsync(LookAnyway, stopping);
        }
    }

    private void OnNotification(object sender, NpgsqlNotificationEventArgs notification)
    {
        switch (notification.Channel)
        {
            case ChangeTransaction.Channel:
                poller.Forget(notification.Payload);
                break;
            case HurryCall.Channel:
                poller.Hurry(notification.Payload);
                break;
        }
    }
}

internal static partial class FleetLog
{
    [LoggerMessage(2500, LogLevel.Warning, "The database does not answer: {Reason}. Trying again.")]
    public static partial void DatabaseLost(ILogger log, string reason);
}
