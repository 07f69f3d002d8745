using Npgsql;
using TicketFlow.SystemUnderTest;
using TicketFlow.Testing.Mail;

namespace EndToEnd.Tests.PrinterHealth;

/// <summary>
/// Database, broker, mail server and the monitor itself go away at the worst moments: nothing is lost, nothing told twice.
/// </summary>
public sealed class OutageTests : HealthScene
{
    private const string Desk = "jams@example.org";

    // What AlertLedger locks while it makes a pass.
    private const string PassLock = "select pg_advisory_lock(1413890380)";

    private static readonly (string, string)[] Jam =
        [("25.3.2.1.5.1", "integer 5"), ("25.3.5.1.1.1", "integer 1"), ("25.3.5.1.2.1", "octet_str 0x04")];

    private SystemPart Monitor => Site.Monitors[0];

    private IReadOnlyList<ReceivedMail> Letters => [.. Mail.Mails.Where(m => m.To == Desk)];

    [Fact]
    public Task Nothing_that_goes_away_loses_or_doubles_news_of_a_printer() => OnSystemAsync(
        monitors: 1,
        async () =>
        {
            await OperatorAsync("printer", "monitor", Printer, "--host", "127.0.0.1", "--port", Card.Port.ToString());
            await OperatorAsync("alert", "rule", "add", "jams", "--cause", "media-jam", "--to", Desk, "--after", "0s");
            await HasHealthAsync("ok", Printer);
            await DatabaseGoesAwayAsync();
            await BrokerGoesAwayAndTheMonitorDiesWithAnUnsentMessageAsync();
            await MonitorDiesBetweenFaultAndPassAsync();
            await MonitorDiesWithALetterThatTheMailServerDidNotTakeAsync();
            (await EventsAsync(Printer, "resource_health_reported")).Where(type => type is "resource_stopped" or "resource_works")
                .ShouldBe(["resource_stopped", "resource_works", "resource_stopped", "resource_works"]);
            Letters.Select(m => m.Header("X-TicketFlow-Kind")).ShouldBe(["trouble", "trouble-over", "trouble", "trouble-over"]);
            Letters.Select(m => m.Header("Message-ID")).Distinct().Count().ShouldBe(4);
        },
        options => options with { PrivateServers = true });

    private async Task DatabaseGoesAwayAsync()
    {
        var monitor = Monitor.ProcessId;
        await Site.Postgres.KillAsync();
        await Card.ShowAsync(Jam);
        await Site.Postgres.StartAsync();
        await HasHealthAsync("stopped", Printer);
        await LettersAsync(1);
        Monitor.ProcessId.ShouldBe(monitor);
    }

    private async Task BrokerGoesAwayAndTheMonitorDiesWithAnUnsentMessageAsync()
    {
        await Site.Broker.KillAsync();
        await Card.ShowAsync();
        await BecomesAsync(1, "select count(*) from monitor.outbox");
        await Monitor.KillAsync();
        await Site.Broker.StartAsync();
        await Monitor.StartAsync();
        await HasHealthAsync("ok", Printer);
        await BecomesAsync(0, "select count(*) from monitor.outbox");
        await LettersAsync(2);
    }

    /// <summary>The change is committed, and nobody has looked at it for alerts yet.</summary>
    private async Task MonitorDiesBetweenFaultAndPassAsync()
    {
        // Not from the pool: the lock ends with the session.
        await using (var session = new NpgsqlConnection(Site.Database.ConnectionString + ";Pooling=false"))
        {
            await session.OpenAsync();
            await using var hold = new NpgsqlCommand(PassLock, session);
            await hold.ExecuteNonQueryAsync();
            await Card.ShowAsync(Jam);
            await BecomesAsync(1, "select count(*) from monitor.alert_change");
            await Monitor.KillAsync();
            Letters.Count.ShouldBe(2);
        }

        await Monitor.StartAsync();
        await LettersAsync(3);
    }

    private async Task MonitorDiesWithALetterThatTheMailServerDidNotTakeAsync()
    {
        // The third one's receipt must be through: a letter without it is sent again.
        await BecomesAsync(0, "select count(*) from monitor.alert_letter where state = 'open'");
        await Mail.StopAsync();
        await Card.ShowAsync();
        await BecomesAsync(1, "select count(*) from monitor.alert_letter where state = 'open' and tries > 0");
        await Monitor.KillAsync();
        Mail.Start();
        await Monitor.StartAsync();
        await LettersAsync(4);
        await BecomesAsync(0, "select count(*) from monitor.alert_letter where state = 'open'");
        await HasHealthAsync("ok", Printer);
    }

    private Task LettersAsync(int count) => Eventually.TrueAsync(
        () => Letters.Count >= count,
        () => $"{count} letters; there came {string.Join(" | ", Letters.Select(m => m.Header("Subject")))}");

    private Task BecomesAsync(long count, string query) => Eventually.TrueAsync(
        async () => await Site.Database.ScalarAsync<long>(query) == count, () => $"{count}: {query}");
}
