using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>
/// Publishes what the outbox holds and deletes it after the broker's confirm: at least once, whichever monitor wrote it. A monitor that
/// dies between confirm and delete makes a repetition with the same id and version, which receivers drop.
/// </summary>
internal sealed class OutboxRelay(NpgsqlDataSource database, BrokerVoice broker, TimeProvider clock, ILogger<OutboxRelay> log)
    : BackgroundService
{
    private const int BatchSize = 500;

    private const string Take = "select id, type, routing_key, body from monitor.outbox order by id limit $1 for update skip locked";

    private const string Delete = "delete from monitor.outbox where id = any($1)";

    /// <summary>Notifications wake it; this is for rows of a monitor that died.</summary>
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Messages the broker confirmed since the start.</summary>
    public long Published { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // The loop's top: database or broker are away, or there is no queue yet; the rows wait.
                RelayLog.Waiting(log, e.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        await using (var listen = new NpgsqlCommand($"listen {ChangeTransaction.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        while (true)
        {
            do
            {
                // Before the transaction: one that stays open for as long as the broker is away would hold up the whole log.
                await broker.OpenedAsync(stopping);
            }
            while (await RelayAsync(connection, stopping) == BatchSize);

            await connection.WaitAsync(LookAnyway, stopping);
        }
    }

    private async Task<int> RelayAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (ids, letters) = await TakeAsync(connection, cancellation);
        if (ids.Count > 0)
        {
            using var patience = new CancellationTokenSource(ConfirmWithin, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            await broker.PublishAsync(letters, either.Token);
            await using var delete = new NpgsqlCommand(Delete, connection).With(ids.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bigint);
            await delete.ExecuteNonQueryAsync(cancellation);
            Published += ids.Count;
        }

        await transaction.CommitAsync(cancellation);
        return ids.Count;
    }

    private static async Task<(List<long> Ids, List<HealthLetter> Letters)> TakeAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Take, connection).With(BatchSize, NpgsqlDbType.Integer);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var (ids, letters) = (new List<long>(), new List<HealthLetter>());
        while (await reader.ReadAsync(cancellation))
        {
            ids.Add(reader.GetInt64(0));
            var body = await reader.GetFieldValueAsync<byte[]>(3, cancellation);
            letters.Add(new HealthLetter(reader.GetString(1), reader.GetString(2), body, Persistent: true));
        }

        return (ids, letters);
    }
}

internal static partial class RelayLog
{
    [LoggerMessage(2400, LogLevel.Warning, "Changes of health wait in the outbox: {Reason}. Trying again.")]
    public static partial void Waiting(ILogger log, string reason);
}
