using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TicketFlow.PrinterMonitor.Changes;

/// <summary>
/// Writes changes of health down, many in one transaction with the messages that follow from them. Whether a reading is a change is decided
/// on the locked row: two monitors that ask the same printer for a moment still write one history.
/// </summary>
internal sealed class HealthRecorder(
    NpgsqlDataSource database, IEnumerable<IHealthReaction> reactions, TimeProvider clock, ILogger<HealthRecorder> log) : BackgroundService
{
    private const int MostWaiting = 10_000;
    private const int BatchSize = 500;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(MostWaiting);
    private readonly ChangeTransaction _transaction = new([.. reactions]);

    /// <summary>Returns when it is written down, with what is known now; waits as long as the database is away.</summary>
    public async Task<KnownHealth> RecordAsync(Observation observation, CancellationToken cancellation)
    {
        var waiting = new Waiting(observation, new TaskCompletionSource<KnownHealth>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _waiting.Writer.WriteAsync(waiting, cancellation);
        return await waiting.Done.Task.WaitAsync(cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Waiting>(BatchSize);
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            while (batch.Count < BatchSize && _waiting.Reader.TryRead(out var one))
            {
                batch.Add(one);
            }

            await WriteAsync(batch, stoppingToken);
            batch.Clear();
        }
    }

    private async Task WriteAsync(List<Waiting> batch, CancellationToken stopping)
    {
        // Of several readings of one resource the newest counts.
        var newest = batch.GroupBy(w => w.Observation.Target.Resource, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.MaxBy(w => w.Observation.At)!.Observation, StringComparer.Ordinal);
        while (true)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stopping);
                var known = await _transaction.RunAsync(connection, newest, stopping);
                batch.ForEach(w => w.Done.TrySetResult(known[w.Observation.Target.Resource]));
                return;
            }
            catch (PostgresException e) when (e.SqlState[..2] is "22" or "23")
            {
                await WriteApartAsync(batch, e, stopping);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException or InvalidOperationException)
            {
                // Nothing was written, or all of it: then the next try sees that it is no news.
                RecorderLog.NotWritten(log, batch.Count, e.Message);
                await Task.Delay(Pause, clock, stopping);
            }
        }
    }

    /// <summary>The database refuses a value in here. One printer's odd words must not hold up the others'.</summary>
    private async Task WriteApartAsync(List<Waiting> batch, PostgresException refusal, CancellationToken stopping)
    {
        if (batch.Select(w => w.Observation.Target.Resource).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            foreach (var one in batch.GroupBy(w => w.Observation.Target.Resource, StringComparer.Ordinal))
            {
                await WriteAsync([.. one], stopping);
            }

            return;
        }

        RecorderLog.Refused(log, batch[0].Observation.Target.Resource, refusal.SqlState);
        batch.ForEach(w => w.Done.TrySetException(refusal));
    }

    private sealed record Waiting(Observation Observation, TaskCompletionSource<KnownHealth> Done);
}

internal static partial class RecorderLog
{
    [LoggerMessage(2200, LogLevel.Warning, "{Count} readings could not be written down: {Reason}. Trying again.")]
    public static partial void NotWritten(ILogger log, int count, string reason);

    [LoggerMessage(2201, LogLevel.Error, "The database refuses what {Resource} says ({SqlState}); it is left out.")]
    public static partial void Refused(ILogger log, string resource, string sqlState);
}
