using TicketFlow.Reporting.Invoices;
using Reporting.Tests.Support;
using TicketFlow.TicketServer.Jobs;

namespace Reporting.Tests.Invoices;

/// <summary>When a month may not be issued.</summary>
public sealed class IssuingRulesTests(InvoicedMonth month) : IClassFixture<InvoicedMonth>
{
    [Fact]
    public async Task A_month_is_issued_only_when_it_is_over_and_the_charges_know_all_of_it()
    {
        var row = await DraftAsync();
        (await RefusalAsync(row, new DateTimeOffset(2026, 3, 31, 23, 59, 0, TimeSpan.Zero))).ShouldBe("invoice-period-open");
        (await RefusalAsync(row, new DateTimeOffset(2026, 4, 1, 0, 59, 0, TimeSpan.Zero))).ShouldBe("invoice-period-open");

        // A job of the month that the projection has not seen.
        await BulkLog.WriteAsync(month.Log.Database.ConnectionString, Late("late"));
        (await RefusalAsync(row)).ShouldBe("invoice-charges-incomplete");
        await month.Log.ProjectAsync();
        (await RefusalAsync(row)).ShouldBe("invoice-draft-outdated");

        row = await DraftAsync();
        (await InvoicedMonth.Desk(month.Store).WithdrawAsync(row.Id!, default)).ShouldBeTrue();
        (await InvoicedMonth.Desk(month.Store).WithdrawAsync(row.Id!, default)).ShouldBeFalse();
        (await RefusalAsync(row)).ShouldBe("invoice-not-drafted");

        row = await DraftAsync();
        await ParkAsync();
        (await RefusalAsync(row)).ShouldBe("invoice-charges-incomplete");
        await month.Log.Database.ExecuteAsync("delete from ticketflow.parked_events");
        (await RefusalAsync(row)).ShouldBe("");
        (await RefusalAsync(row)).ShouldBe("");
        (await month.Verification.NumbersAsync(2026, default)).ShouldBeEmpty();
        (await month.Archive.FindAsync("2026-000002", default)).ShouldBeNull();
        (await month.Archive.FindAsync("2026-03-EUR-nobody", default)).ShouldBeNull();
    }

    private async Task<DraftRow> DraftAsync()
    {
        var draft = await InvoicedMonth.Desk(month.Store).DraftAsync(InvoicedMonth.March, "cc-sales", dryRun: false, null, default);
        return draft.Rows.Single();
    }

    private async Task<string> RefusalAsync(DraftRow row, DateTimeOffset? now = null)
    {
        var drafted = new InvoiceDrafted("cc-sales", row.Document.Period, "EUR", 0, 0, 0, 0, 0, "", 0);
        try
        {
            (await InvoicedMonth.Desk(month.Store, now).IssueAsync(row.Id!, drafted, default)).ShouldBe("2026-000001");
            return "";
        }
        catch (InvoiceRefusedException e)
        {
            return e.Code;
        }
    }

    private static IEnumerable<LoggedEvent> Late(string id)
    {
        var at = new DateTimeOffset(2026, 3, 31, 23, 0, 0, TimeSpan.Zero);
        object[] events =
        [
            Stories.Opened(id, "p1", "late-worker"), Stories.Described(4), Stories.GoAhead(1), new TransferStarted(1, Stories.Later),
            new TransferCompleted(1, 5_000, "idle", 40),
        ];
        yield return new(
            at.AddHours(-1), TicketFlow.Reporting.Organisation.OrganisationEventTypes.Stream,
            new TicketFlow.Reporting.Organisation.PersonAssigned("office", "late-worker", "sales", "cc-sales", [], at.AddHours(-1)));
        foreach (var (data, i) in events.Select((e, i) => (e, i)))
        {
            yield return new(at.AddSeconds(i), "job-" + id, data, "agent");
        }
    }

    private Task ParkAsync() => month.Log.Database.ExecuteAsync("""
        insert into ticketflow.parked_events (shard, seq_id, stream_id, type, error)
        select p.name, e.seq_id, e.stream_id, e.type, 'poison' from ticketflow.mt_events e, ticketflow.mt_event_progression p
        where e.type = 'job_opened' and p.name like 'ReportedJobs%' limit 1
        """);
}
