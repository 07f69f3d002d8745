using TicketFlow.EventStore;
using TicketFlow.Invoicing.Documents;
using TicketFlow.Invoicing.Files;
using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Statistics;

namespace Reporting.Tests.Invoices;

/// <summary>A month from events to issued invoices, in one database; the steps build on one another, so they are one test each only where
/// they
/// can be.</summary>
public sealed class InvoicesTests(InvoicedMonth month) : IClassFixture<InvoicedMonth>
{
    /// <summary>By other means: what the raw events say a month costs, in plain SQL, jobs without pages and jobs that did not print left
    /// out.</summary>
    private const string Recount = """
        select coalesce(sum(0.05 + round((d.data ->> 'pages')::numeric * greatest(1, coalesce((d.data ->> 'copies')::int, 1)) * 0.035, 2)), 0)::text
        from ticketflow.mt_events e
        cross join lateral (select data from ticketflow.mt_events x
          where x.stream_id = e.stream_id and x.type = 'job_described' and x.version < e.version order by x.version desc limit 1) d
        where e.type = 'transfer_completed' and e.timestamp >= '2026-03-01Z' and e.timestamp < '2026-04-01Z' and d.data ->> 'pages' is not null
        """;

    [Fact]
    public async Task A_month_adds_up_from_raw_events_to_issued_invoices()
    {
        var desk = InvoicedMonth.Desk(month.Store);
        (await desk.DraftAsync(InvoicedMonth.March, null, dryRun: true, null, default))
            .Rows.ShouldNotContain(r => r.Outcome == DraftOutcome.Drafted);
        (await month.Archive.ListAsync(null, null, default)).ShouldBeEmpty();

        var draft = await desk.DraftAsync(InvoicedMonth.March, null, dryRun: false, null, default);
        draft.Rows.Count(r => r.Outcome == DraftOutcome.Drafted).ShouldBeGreaterThan(3);
        draft.Rows.Count(r => r.Outcome == DraftOutcome.Unassigned).ShouldBe(1);
        var sum = draft.Rows.Sum(r => r.Document.Net);
        sum.ShouldBeGreaterThan(100);
        decimal.Parse((await month.Log.Database.ColumnAsync(Recount)).Single()).ShouldBe(sum);
        decimal.Parse((await month.Log.Database.ColumnAsync("select sum(net)::text from reporting.charge")).Single()).ShouldBe(sum);
        await StatisticsSayTheSameAsync(draft);
        (await desk.DraftAsync(InvoicedMonth.March, null, dryRun: false, null, default))
            .Rows.ShouldNotContain(r => r.Outcome == DraftOutcome.Drafted);

        await IssueAllAsync(draft);
        var rows = await month.Archive.ListAsync(InvoicedMonth.March, InvoicedMonth.March, default);
        rows.ShouldAllBe(r => r.Kind == "invoice");
        (rows.Sum(r => r.Net) + draft.Rows.Single(r => r.Outcome == DraftOutcome.Unassigned).Document.Net).ShouldBe(sum);
        await ProveAsync(rows);
        await CreditAndIssueAnewAsync(rows[0]);
    }

    private async Task StatisticsSayTheSameAsync(MonthDraft draft)
    {
        var statistics = await new StatisticsQuery(month.Store.DataSource).GetAsync(new StatisticsRequest
        {
            From = new DateOnly(2026, 3, 1),
            Until = new DateOnly(2026, 4, 1),
            GroupBy = [Dimensions.CostCentre],
        });
        foreach (var row in draft.Rows)
        {
            var pages = row.Document.Lines.Where(l => l.Code == "page").Sum(l => l.Quantity);
            pages.ShouldBe(statistics.Rows.Single(r => r.Keys[0] == row.CostCentre).Measures.Pages, row.CostCentre);
        }
    }

    private async Task IssueAllAsync(MonthDraft draft)
    {
        // Two services at once, each with every draft: each invoice gets one number, whoever was first.
        await using var other = month.Log.OpenReporting();
        var drafts = draft.Rows.Where(r => r.Outcome == DraftOutcome.Drafted).ToList();
        var numbers = await Task.WhenAll(drafts.SelectMany(d => new[] { IssueAsync(month.Store, d.Id!), IssueAsync(other, d.Id!) }));
        numbers.Distinct().Order().ShouldBe(Enumerable.Range(1, drafts.Count).Select(n => $"2026-{n:D6}"));
        (await month.Verification.NumbersAsync(2026, default)).ShouldBeEmpty();
    }

    private static async Task<string> IssueAsync(DocumentStore store, string id)
    {
        var found = (await new InvoiceArchive(store, store.DataSource).FindAsync(id, default))!;
        return found.State.Status == InvoiceStatus.Issued
            ? found.Issued!.Issued.Number
            : await InvoicedMonth.Desk(store).IssueAsync(id, found.State.Draft!, default);
    }

    private async Task ProveAsync(IReadOnlyList<InvoiceRow> rows)
    {
        await using var fresh = month.Log.OpenReporting();
        var (verification, archive) = (new InvoiceVerification(fresh, fresh.DataSource), new InvoiceArchive(fresh, fresh.DataSource));
        foreach (var row in rows)
        {
            var found = (await archive.FindAsync(row.Number!, default))!;
            (await verification.InvoiceAsync(found.Issued!, default)).ShouldBeEmpty();
            InvoiceFile.Hashes(found.Document!).ShouldBe(found.Issued!.Issued.Sha256, ignoreOrder: true);
            (found.Document!.IssuedOn, found.Document.DueOn).ShouldBe((new DateOnly(2026, 4, 3), new DateOnly(2026, 4, 17)));
        }

        var spoilt = (await archive.FindAsync(rows[1].Number!, default))!.Issued!;
        var victim = EventLinks.Parse(spoilt.Document.Lines[0].Events).First();
        await AsReportingAsync($"update reportedjobs_v1.charge set cost_centre = 'elsewhere' where sequence = {victim}");
        (await verification.InvoiceAsync(spoilt, default)).ShouldContain(f => f.Contains($"no longer charged: events {victim}"));
        await AsReportingAsync($"update reportedjobs_v1.charge set cost_centre = '{spoilt.Document.CostCentre}' where sequence = {victim}");
        var tampered = spoilt with { Document = spoilt.Document with { Gross = 1 } };
        (await verification.InvoiceAsync(tampered, default)).ShouldContain(f => f.Contains("do not add up"));
        (await verification.InvoiceAsync(tampered, default)).ShouldContain(f => f.Contains("as pdf has other bytes"));
    }

    private async Task CreditAndIssueAnewAsync(InvoiceRow row)
    {
        var desk = InvoicedMonth.Desk(month.Store);
        var before = (await month.Archive.FindAsync(row.Number!, default))!.Document!;
        Should.Throw<InvoiceRefusedException>(() => desk.CreditAsync(row.Id, " ", null, default)).Code.ShouldBe("invoice-reason-missing");
        var credit = await desk.CreditAsync(row.Id, "The address was wrong.", null, default);
        (await desk.CreditAsync(row.Id, "Again.", null, default)).ShouldBe(credit);
        var note = (await month.Archive.FindAsync(credit, default))!.Document!;
        (note.Kind, note.Gross, note.Corrects!.Number).ShouldBe((InvoiceKind.CreditNote, before.Gross, row.Number));

        await desk.DraftAsync(InvoicedMonth.March, row.CostCentre, dryRun: false, null, default);
        var again = await IssueAsync(month.Store, row.Id);
        again.ShouldNotBe(row.Number);
        InvoiceFile.HashOf((await month.Archive.FindAsync(row.Number!, default))!.Document!).ShouldBe(InvoiceFile.HashOf(before));
        (await month.Archive.ListAsync(null, null, default)).Where(r => r.Id == row.Id).Select(r => (r.Kind, r.Number, r.CreditedBy))
            .ShouldBe([("invoice", row.Number, credit), ("credit-note", credit, null), ("invoice", again, null)]);
        (await month.Verification.NumbersAsync(2026, default)).ShouldBeEmpty();
        (await month.Verification.InvoiceAsync((await month.Archive.FindAsync(row.Number!, default))!.Issued!, default)).ShouldBeEmpty();
    }

    private async Task AsReportingAsync(string sql)
    {
        await using var command = month.Store.DataSource.CreateCommand(sql);
        (await command.ExecuteNonQueryAsync()).ShouldBe(1);
    }
}
