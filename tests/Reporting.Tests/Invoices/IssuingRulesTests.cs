using TicketFlow.Reporting.Invoices;
using TicketFlow.Reporting.Invoices.Settings;
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
        await CreditOnTheZonesDayAsync(row.Id!);
        await NumbersTellAsync();
        await CurrenciesAreNeverAddedAsync();
    }

    private async Task CreditOnTheZonesDayAsync(string id)
    {
        var book = new InvoiceSettingsBook(month.Store);
        await book.SetAsync((await book.GetAsync(default)) with { TimeZone = "Asia/Tokyo" }, "tests", default);
        var desk = InvoicedMonth.Desk(month.Store, new DateTimeOffset(2026, 4, 30, 20, 0, 0, TimeSpan.Zero));
        var number = await desk.CreditAsync(id, "The address was wrong.", null, default);
        await book.SetAsync((await book.GetAsync(default)) with { TimeZone = "UTC" }, "tests", default);
        var note = (await month.Archive.FindAsync(number, default))!;
        note.Document!.IssuedOn.ShouldBe(new DateOnly(2026, 5, 1), "it is May in Tokyo");

        (await month.Verification.InvoiceAsync(note.Issued!, default)).ShouldBeEmpty();
        var spoilt = note.Issued! with { Credited = note.Issued!.Credited! with { Reason = "Another." } };
        (await month.Verification.InvoiceAsync(spoilt, default)).ShouldContain(f => f.Contains($"{number} as pdf has other bytes"));
    }

    private async Task NumbersTellAsync()
    {
        const string numbers =
            "update ticketflow.mt_events set data = data || '{0}' where stream_id = 'invoice-numbers-2026' and version = 1";
        var invoice = (await month.Archive.FindAsync("2026-000001", default))!.Id;
        foreach (var (spoil, said) in new[]
        {
            ("""{"value": 7}""", "number 1 of 2026 is missing; 2026-000001 stands there"),
            ("""{"invoice": "2026-03-EUR-nobody"}""", "2026-000001 was given to 2026-03-EUR-nobody, which does not have it"),
        })
        {
            await month.Log.Database.ExecuteAsync(numbers.Replace("{0}", spoil, StringComparison.Ordinal));
            (await month.Verification.NumbersAsync(2026, default)).ShouldBe([said]);
            await month.Log.Database.ExecuteAsync(
                numbers.Replace("{0}", $$"""{"value": 1, "invoice": "{{invoice}}"}""", StringComparison.Ordinal));
        }

        (await month.Verification.NumbersAsync(2026, default)).ShouldBeEmpty();
    }

    private async Task CurrenciesAreNeverAddedAsync()
    {
        await month.Log.Database.ExecuteAsync("""
            update reportedjobs_v1.charge set currency = 'USD' where job_id = 'late'
            """);
        var draft = await InvoicedMonth.Desk(month.Store).DraftAsync(InvoicedMonth.March, "cc-sales", dryRun: true, null, default);
        draft.Rows.Select(r => (r.Currency, r.Document.Currency)).ShouldBe([("EUR", "EUR"), ("USD", "USD")]);
        draft.Rows[1].Document.Net.ShouldBe(0.19m, "a job of four pages");
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
