using System.Text.Json;
using Reporting.Tests.Support;
using TicketFlow.EventStore.Transfer;
using TicketFlow.Pricing;
using TicketFlow.Reporting.Organisation;
using TicketFlow.Reporting.Statistics;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Resources;

namespace Reporting.Tests.Ledger;

/// <summary>Leases are counted and charged per begun minute, and plain SQL over the raw events comes to the same (M-26, M-31).</summary>
public sealed class LeaseTests(LogFixture log) : IClassFixture<LogFixture>
{
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <summary>By other means than the product's: no tables, classes or rules of the reporting service.</summary>
    private const string Recount = """
        select concat_ws(' ', e.data ->> 'user', count(*),
          sum(round(extract(epoch from (e.data ->> 'to')::timestamptz - (e.data ->> 'from')::timestamptz) * 1000)::bigint),
          sum(ceil(extract(epoch from (e.data ->> 'to')::timestamptz - (e.data ->> 'from')::timestamptz) / 60) * 0.10))
        from ticketflow.mt_events e where e.type = 'lease_ended' group by e.data ->> 'user' order by e.data ->> 'user'
        """;

    private const string Counted = """
        select concat_ws(' ', o.user_name, count(*), sum(o.print_ms), sum(c.net))
        from reporting.outcome o left join reporting.charge c using (sequence) where o.kind = 'leased' group by o.user_name order by o.user_name
        """;

    [Fact]
    public async Task Statistics_charges_and_the_raw_events_agree()
    {
        await log.AppendAsync(
            "resource-beamer", new ResourceRegistered("beamer", "projector", "", "none", 1, 1, "Berlin, hall"),
            new ExclusiveUseChosen("beamer", 7200));
        await PlaceAndPriceAsync();
        await LeaseAsync("a1", "anna", minutes: 90.5, "returned");
        await LeaseAsync("a2", "anna", minutes: 1, "lease-expired");
        await LeaseAsync("b1", "bert", minutes: 0.01, "agent-silent");
        await log.AppendAsync("job-x", Stories.Opened("x", "hall"), Stories.Described(3), Stories.GoAhead(1),
            new TicketFlow.TicketServer.Jobs.TransferStarted(1, Stories.Later),
            new TicketFlow.TicketServer.Jobs.TransferCompleted(1, 5_000, "idle", 40));
        await log.ProjectAsync();

        var counted = await log.Database.ColumnAsync(Counted);
        counted.ShouldBe(["anna 2 5490000 9.20", "bert 1 600 0.10"], "begun minutes");
        counted.ShouldBe(await log.Database.ColumnAsync(Recount));
        (await log.Database.ColumnAsync("""
            select concat_ws(' ', o.job_id, o.code, o.department, o.cost_centre, o.site, o.resource_kind, c.lines -> 0 ->> 'text',
              c.lines -> 0 ->> 'quantity', jsonb_array_length(c.lines))
            from reporting.outcome o join reporting.charge c using (sequence) where o.kind = 'leased' order by sequence
            """)).ShouldBe(
            [
                "a1 returned sales cc-1 Berlin projector Beamer 91 1", "a2 lease-expired sales cc-1 Berlin projector Beamer 1 1",
                "b1 agent-silent Berlin projector Beamer 1 1",
            ]);
        await AsksStatisticsAsync();
    }

    [Fact]
    public async Task The_frozen_log_of_a_lease_is_read_as_it_always_was()
    {
        await using var old = new OldLog();
        await old.Log.InitializeAsync();
        await new LogTransfer(old.Log.Server).ImportAsync(
            File.ReadLinesAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", "leases-2026.ndjson")));
        await old.Log.ProjectAsync();
        (await old.Log.Database.ColumnAsync(
            "select concat_ws(' ', kind, code, user_name, agent, print_ms) from reporting.outcome")).ShouldBe(
            ["leased returned anna desk-1 5430000"]);
        var resource = (await old.Log.Server.LightweightSession().Events.AggregateStreamAsync<ResourceState>("resource-beamer-1"))!;
        (resource.Kind, resource.Use).ShouldBe(("projector", null));
    }

    private async Task AsksStatisticsAsync()
    {
        await using var reporting = log.OpenReporting();
        var query = new StatisticsQuery(reporting.DataSource);
        foreach (var dimension in new[] { Dimensions.User, Dimensions.Department, Dimensions.Resource })
        {
            var rows = (await query.GetAsync(new StatisticsRequest
            {
                From = new DateOnly(2024, 1, 1),
                Until = new DateOnly(2030, 1, 1),
                GroupBy = [dimension],
            })).Rows;
            (rows.Sum(r => r.Measures.Leases), rows.Sum(r => r.Measures.LeaseMs)).ShouldBe((3, 5_490_600), dimension);
            (rows.Sum(r => r.Measures.Jobs), rows.Sum(r => r.Measures.Prints), rows.Sum(r => r.Measures.PrintMs)).ShouldBe(
                (1, 1, 40), "a lease is no job and prints nothing");
        }
    }

    private sealed class OldLog : IAsyncDisposable
    {
        public LogFixture Log { get; } = new();

        public async ValueTask DisposeAsync() => await Log.DisposeAsync();
    }

    private Task LeaseAsync(string id, string user, double minutes, string reason) => log.AppendAsync(
        "resource-beamer",
        new LeaseGranted("beamer", id, "pc-1", "office", user, Morning, Morning.AddHours(2), Morning.AddMinutes(5)),
        new LeaseEnded("beamer", id, "pc-1", "office", user, Morning, Morning.AddMinutes(minutes), reason));

    private async Task PlaceAndPriceAsync()
    {
        await using var reporting = log.OpenReporting();
        var session = reporting.LightweightSession();
        session.Events.Append("organisation", new PersonAssigned("office", "anna", "sales", "cc-1", [], Morning.AddYears(-1)));
        session.Events.Append(TariffEventTypes.StreamKey("standard"), new TariffVersionSet("standard", 1, JsonDocument.Parse("""
            { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR",
              "rules": [{ "code": "page", "text": "Page", "per": "page", "price": 0.05 },
                        { "code": "beamer", "text": "Beamer", "per": "minute", "price": 0.10, "when": { "kinds": ["projector"] } }] }
            """).RootElement.Clone()));
        await session.SaveChangesAsync();
    }
}
