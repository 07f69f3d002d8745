using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.Retry;

namespace TicketFlow.Reporting;

/// <summary>
/// Before anything is projected: the published schema, and the log, which the ticket server makes. Waits for both, for after a power cut
/// everything starts at once.
/// </summary>
internal sealed class Groundwork(NpgsqlDataSource database, ILogger<Groundwork> log) : IHostedService
{
    // Any number will do as long as every reporting service takes the same one ("TFREPORT" in ASCII).
    private const long SchemaLock = 0x5446_5245_504F_5254;

    private const string LogIsThere = """
        select to_regclass('ticketflow.mt_event_progression') is not null
          and to_regclass('ticketflow.projection_generations') is not null
          and has_table_privilege('ticketflow.mt_events', 'select')
          and has_table_privilege('ticketflow.mt_event_progression', 'insert, update')
          and has_table_privilege('ticketflow.projection_generations', 'insert, update')
        """;

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
            await ExecuteAsync(connection, Sql.Embedded("ReportingSchema.sql"), cancellation);
            await ExecuteAsync(connection, Sql.Embedded("Api.FinanceSchema.sql"), cancellation);
            await transaction.CommitAsync(cancellation);
        }

        if (!await IsLogThereAsync(connection, cancellation))
        {
            throw new LogNotThereException();
        }
    }

    private static async Task<bool> IsLogThereAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(LogIsThere, connection);
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
            ReportingLog.Waiting(log, retry.Outcome.Exception?.Message ?? "");
            return ValueTask.CompletedTask;
        },
    }).Build();

    private sealed class LogNotThereException() : Exception(
        "the event log is not there, or this role may not read it. A ticket server makes it and lets the role ticketflow_reporting in");
}
