using System.Text.Json;
using Reporting.Tests.Support;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Costs;
using TicketFlow.TicketServer.Jobs;

namespace Reporting.Tests.Costs;

/// <summary>From events to charges, through the database: which tariff, what is refunded, and that nothing changes afterwards.</summary>
public sealed class ChargeTests : IClassFixture<LogFixture>
{
    private readonly LogFixture _log;

    public ChargeTests(LogFixture log) => _log = log;

    [Fact]
    public async Task Jobs_are_charged_by_what_was_recorded_before_them_and_a_rebuild_gives_equal_rows()
    {
        await _log.AppendAsync("resource-hall", Stories.Printer("hall", null));
        await PrintAsync("before");
        await SetTariffAsync(1, "0.05");
        await PrintAsync("first");
        await _log.ProjectAsync();
        await SetTariffAsync(2, "0.08");
        await PrintAsync("second");
        await AppendTariffAsync(new TariffVersionWithdrawn("standard", 2, "a slip"));
        await _log.ProjectAsync(); // the next run reads the tariffs from its table
        await PrintAsync("third");
        await _log.AppendAsync("job-cut", Stories.Opened("cut", "hall"), Stories.Described(4), Stories.GoAhead(1),
            new TransferStarted(1, Stories.Later), new TransferInterrupted(1, 99, "agent-silent"));
        await _log.AppendAsync("job-cut", new ResendChosen(1, "hall", "pc-1", "key-cut", 1, 5_000, "office", "anna", "a title"),
            Stories.GoAhead(2), new TransferStarted(2, Stories.Later), new TransferCompleted(2, 5_000, "idle", 40));
        await _log.AppendAsync("job-gone", Stories.Opened("gone", "hall"), Stories.Described(4), new JobCancelled("cancelled-by-user"));
        await PrintAsync("unknown", pages: null);
        await _log.ProjectAsync();

        var live = await RowsAsync();
        live.ShouldBe(
        [
            "first completed standard 1 EUR 0.15 f", "second completed standard 2 EUR 0.24 f", "third completed standard 1 EUR 0.15 f",
            "cut interrupted standard 1 EUR 0 f", "cut completed standard 1 EUR 0.20 f", "gone cancelled standard 1 EUR 0 f",
            "unknown completed standard 1 EUR 0 t",
        ]);
        var wholeRows = await _log.Database.ColumnAsync("select to_jsonb(c)::text from reporting.charge c order by sequence");
        await RebuildAsync();
        (await _log.Database.ColumnAsync("select to_jsonb(c)::text from reporting.charge c order by sequence")).ShouldBe(wholeRows);
        await ReadsLinesBackAsync();
        await AsksWhatWouldBeAsync();
    }

    private async Task ReadsLinesBackAsync()
    {
        await using var reporting = _log.OpenReporting();
        var charges = new List<Charge>();
        await foreach (var charge in ChargeRows.ReadAsync(reporting.DataSource, DateTimeOffset.MinValue, Stories.Later, null))
        {
            charges.Add(charge);
        }

        charges[0].Title.ShouldBe("a title");
        charges[0].Lines.ShouldBe([new PriceLine("page", "Page", 3, "page", 0.05m, 0.15m)]);
        charges[3].Lines.Single().Text.ShouldBe("Not charged: the job was interrupted (agent-silent)");
        charges.ShouldAllBe(charge => charge.Net == charge.Lines.Sum(line => line.Amount));

        var period = new List<string>();
        await foreach (var charge in ChargeRows.ReadAsync(reporting.DataSource, charges[0].At, charges[2].At, ""))
        {
            period.Add(charge.JobId);
        }

        period.ShouldBe(["first", "second"], "a period ends before its last moment, and nobody has a cost centre");
    }

    private async Task AsksWhatWouldBeAsync()
    {
        await using var reporting = _log.OpenReporting();
        var before = await RowsAsync();
        var tariff = new Tariff(
            "next", 1, Stories.Later, "EUR", [new TariffRule("page", "Page", PriceUnits.Page, 0.10m, null, null)]);
        (await ReportAsync(tariff)).ShouldBe(
            [new WhatIfRow(@"office\anna", 6, 0.74m, 0, 1.60m, 1)], "also of what nothing was charged for");
        (await ReportAsync(tariff with { Currency = "USD" }))
            .ShouldBe([new WhatIfRow(@"office\anna", 6, 0m, 5, 1.60m, 1)], "currencies are never added");
        (await RowsAsync()).ShouldBe(before);
        var (first, third) = (await EndedAsync("first"), await EndedAsync("third"));
        (await WhatIf.ReportAsync(reporting.DataSource, tariff, first, third, _ => null, default))
            .ShouldBe([new WhatIfRow("", 2, 0.39m, 0, 0.60m, 0)], "a period has its first moment and not its last");

        async Task<DateTimeOffset> EndedAsync(string job) => new(DateTime.SpecifyKind(
            await _log.Database.ScalarAsync<DateTime>($"select at from reporting.charge where job_id = '{job}'"), DateTimeKind.Utc));

        Task<IReadOnlyList<WhatIfRow>> ReportAsync(Tariff asked) => WhatIf.ReportAsync(
            reporting.DataSource, asked, DateTimeOffset.MinValue, Stories.Later, job => $"{job.Domain}\\{job.User}", default);
    }

    private Task PrintAsync(string id, int? pages = 3) => _log.AppendAsync(
        "job-" + id, Stories.Opened(id, "hall"), Stories.Described(pages), Stories.GoAhead(1), new TransferStarted(1, Stories.Later),
        new TransferCompleted(1, 5_000, "idle", 40));

    private Task SetTariffAsync(int version, string price) => AppendTariffAsync(new TariffVersionSet("standard", version, JsonDocument.Parse($$"""
        { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR",
          "rules": [{ "code": "page", "text": "Page", "per": "page", "price": {{price}} }] }
        """).RootElement.Clone()));

    private async Task AppendTariffAsync(TariffEvent fact)
    {
        await using var reporting = _log.OpenReporting();
        var session = reporting.LightweightSession();
        session.Events.Append(TariffEventTypes.StreamKey("standard"), fact);
        await session.SaveChangesAsync();
    }

    private Task<IReadOnlyList<string>> RowsAsync() => _log.Database.ColumnAsync("""
        select concat_ws(' ', job_id, outcome, tariff, tariff_version, currency, net, unpriced) from reporting.charge order by sequence
        """);

    private async Task RebuildAsync()
    {
        await using var reporting = _log.OpenReporting();
        await using var daemon = reporting.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        using var patience = new CancellationTokenSource(LogFixture.Patience);
        await daemon.RebuildProjectionAsync("ReportedJobs", patience.Token);
    }
}
