using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.Delivery.Letters;
using TicketFlow.PrinterMonitor.Alerts.Rules;

namespace TicketFlow.PrinterMonitor.Alerts;

/// <summary>Makes passes when something changed or is due, and has the letters carried. Any number of monitors may run it.</summary>
internal sealed class AlertWorker(
    NpgsqlDataSource database, AlertLedger ledger, LetterCarrier carrier, AlertOptions options, TimeProvider clock,
        ILogger<AlertWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan WhenAway = TimeSpan.FromMilliseconds(500);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(PassesAsync(stoppingToken), carrier.RunAsync(stoppingToken));

    private async Task PassesAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // The loop's top: nobody would see it end while letters are still carried.
                AlertLog.LedgerAway(log, e.Message);
                await Task.Delay(WhenAway, clock, stopping);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        await using (var listen = new NpgsqlCommand($"listen {AlertRuleEventTypes.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        var sweepAt = clock.GetUtcNow();
        while (true)
        {
            var next = await PassAsync(stopping);
            if (clock.GetUtcNow() >= sweepAt)
            {
                sweepAt = clock.GetUtcNow() + SweepEvery;
                await ledger.SweepAsync(clock.GetUtcNow(), stopping);
            }

            var wait = next - clock.GetUtcNow() ?? options.LookEvery;
            wait = wait < options.LookEvery ? wait : options.LookEvery;
            await connection.WaitAsync(wait > ShortestWait ? wait : ShortestWait, stopping);
        }
    }

    private async Task<DateTimeOffset?> PassAsync(CancellationToken stopping)
    {
        PassResult result;
        do
        {
            result = await ledger.PassAsync(clock.GetUtcNow(), stopping);
            // Also without a letter of this pass: an operator may have written one.
            carrier.Wake();
        }
        while (result.IsMore);
        return result.NextDue;
    }
}
