using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Hosting;

namespace TicketFlow.TicketServer.Queues;

/// <summary>Runs the dispatcher when a commit says that something changed.</summary>
public sealed class DispatcherWorker(Dispatcher dispatcher, NpgsqlDataSource database, ILogger<DispatcherWorker> log)
    : ListeningWorker(database)
{
    protected override string Channel => QueueProjection.WakeChannel;

    protected override Task WorkAsync(NpgsqlConnection connection, CancellationToken stopping) => dispatcher.DispatchAsync(stopping);

    protected override void Lost(string reason) => QueueLog.DatabaseLost(log, reason);
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
