using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TicketFlow.Delivery;
using TicketFlow.EventStore;

namespace TicketFlow.TicketServer.Support;

/// <summary>
/// Tells support what its events ask for (M-17, step 7-2): at least once, from whichever server is there. Woken by the commit that wrote a
/// notice; once in a while it looks anyway.
/// </summary>
internal sealed class SupportWorker(
    NpgsqlDataSource database, IDocumentStore store, IOptions<SupportOptions> options, SupportSecrets secrets, TimeProvider clock,
    ILogger<SupportWorker> log)
    : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private readonly SupportLedger _ledger = new(database, new RuleReader(store), options.Value, clock);

    private readonly HttpClient _http = WebhookSender.NewClient();

    public override void Dispose()
    {
        _http.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Receivers.Count == 0)
        {
            SupportLog.NoReceivers(log);
        }

        var loops = options.Value.Receivers
            .Select(r => new ReceiverLoop(r.Name, SenderOf(r), _ledger, options.Value, clock, log)).ToList();
        return Task.WhenAll([PlanAsync(loops, stoppingToken), .. loops.Select(loop => loop.RunAsync(stoppingToken))]);
    }

    private ILetterSender SenderOf(ReceiverOptions receiver) => receiver.Webhook is { } url
        ? new WebhookSender(new Uri(url), secrets.OfReceiver(receiver.Name), _http)
        : new MailSender(options.Value.Smtp, secrets.SmtpPassword, receiver.Mail!);

    private async Task PlanAsync(List<ReceiverLoop> loops, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(loops, stopping);
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                // The loop's top: nobody would see it end.
                SupportLog.LedgerAway(log, e.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(500), clock, stopping);
            }
        }
    }

    private async Task ListenAsync(List<ReceiverLoop> loops, CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        await using (var listen = new NpgsqlCommand($"listen {SupportProjection.Channel}", connection))
        {
            await listen.ExecuteNonQueryAsync(stopping);
        }

        var sweepAt = clock.GetUtcNow();
        while (true)
        {
            while (await _ledger.PlanAsync(stopping) > 0)
            {
                loops.ForEach(loop => loop.Wake());
            }

            if (clock.GetUtcNow() >= sweepAt)
            {
                sweepAt = clock.GetUtcNow() + SweepEvery;
                await _ledger.SweepAsync(stopping);
            }

            await connection.WaitAsync(options.Value.LookEvery, stopping);
        }
    }
}
