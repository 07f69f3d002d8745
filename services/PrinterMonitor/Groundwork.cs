using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace TicketFlow.PrinterMonitor;

/// <summary>
/// Before anything is asked: the monitor's own tables, and the log's, which the ticket server makes. Waits for both, for after a power cut
/// everything starts at once.
/// </summary>
internal sealed class Groundwork(NpgsqlDataSource database, ILogger<Groundwork> log) : IHostedService
{
    // Any number will do as long as every monitor takes the same one ("TFMONITR" in ASCII).
    private const long SchemaLock = 0x5446_4D4F_4E49_5452;

    private const string LogIsThere = """
        select to_regclass('ticketflow.mt_event_progression') is not null
          and has_table_privilege('ticketflow.mt_events', 'select')
          and has_table_privilege('ticketflow.mt_event_progression', 'insert, update')
        """;

    /// <summary>In their order; the grants are last.</summary>
    private static readonly string[] Scripts =
    [
        "Fleet.MonitorSchema.sql", "Alerts.AlertSchema.sql", "Forecast.ForecastSchema.sql", "Discovery.DiscoverySchema.sql",
        "Alerts.OperatorGrants.sql",
    ];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Patience().ExecuteAsync(async token => await PrepareAsync(token), cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task PrepareAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using (var transaction = await connection.BeginTransactionAsync(cancellation))
        {
            await ExecuteAsync(connection, $"select pg_advisory_xact_lock({SchemaLock})", cancellation);
            await ExecuteAsync(connection, SchemaSql(await IsThereAsync(connection, cancellation)), cancellation);
            await transaction.CommitAsync(cancellation);
        }

        await using var command = new NpgsqlCommand(LogIsThere, connection);
        if (!await IsTrueAsync(command, cancellation))
        {
            throw new LogNotThereException();
        }
    }

    /// <summary>
    /// The schema itself is an administrator's to make (the monitor's role may not); where the role may, it is made here.
    /// </summary>
    private static string SchemaSql(bool isThere) =>
        (isThere ? "" : "create schema monitor; ") + string.Join('\n', Scripts.Select(Sql.Embedded));

    private static async Task<bool> IsThereAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select to_regnamespace('monitor') is not null", connection);
        return await IsTrueAsync(command, cancellation);
    }

    private static async Task<bool> IsTrueAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        try
        {
            return await command.ExecuteScalarAsync(cancellation) is true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable)
        {
            return false;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private ResiliencePipeline Patience() => new ResiliencePipelineBuilder().AddRetry(new RetryStrategyOptions
    {
        ShouldHandle = new PredicateBuilder().Handle<LogNotThereException>().Handle<TimeoutException>().Handle<IOException>()
            .Handle<NpgsqlException>(e => e.IsTransient || e.SqlState is null or "57P03" or "3D000"),
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        Delay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(3),
        OnRetry = retry =>
        {
            GroundworkLog.Waiting(log, retry.Outcome.Exception?.Message ?? "");
            return ValueTask.CompletedTask;
        },
    }).Build();

    private sealed class LogNotThereException() : Exception(
        "the event log is not there, or this role may not read it. A ticket server makes it and lets the role ticketflow_monitor in");
}

internal static partial class GroundworkLog
{
    [LoggerMessage(2800, LogLevel.Warning, "Waiting for the database: {Reason}.")]
    public static partial void Waiting(ILogger log, string reason);
}
