using TicketFlow.Reporting.Invoices;

namespace Reporting.Tests.Invoices;

/// <summary>Parts of issued invoices are credited: by line, by amount, by many at once, and never more than there is.</summary>
public sealed class PartialCreditTests(InvoicedMonth month) : IClassFixture<InvoicedMonth>
{
    private const string Reason = "The plotter was out of order.";

    [Fact]
    public async Task Racing_credits_take_back_what_there_is_and_no_cent_more_under_numbers_without_gaps()
    {
        var id = await IssuedAsync();
        await using var other = month.Log.OpenReporting();
        var (first, net) = (await FindAsync(id), (await FindAsync(id)).Document.Net);
        var each = Math.Round(net / 6, 2, MidpointRounding.ToZero);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => TryAsync(
            InvoicedMonth.Desk(number % 2 == 0 ? month.Store : other), id, $"{Reason} Claim {number}.", new CreditWish([], each))));
        var numbers = outcomes.Where(outcome => outcome.StartsWith("2026-", StringComparison.Ordinal)).ToList();
        numbers.Distinct().Count().ShouldBe(6);
        outcomes.Count(outcome => outcome == InvoiceErrors.CreditExceeds).ShouldBe(4);

        // What is left of it, by the whole credit; then the month may be issued anew, as after any credit.
        var desk = InvoicedMonth.Desk(month.Store);
        var state = await FindAsync(id);
        var last = state.Credited?.Number ?? await desk.CreditAsync(id, "And the rest.", null, default);
        var notes = (await FindAsync(id)).CreditNotes().Select(note => note.Document).ToList();
        (notes.Sum(note => note.Net), notes.Sum(note => note.Tax), notes.Sum(note => note.Gross))
            .ShouldBe((first.Document.Net, first.Document.Tax, first.Document.Gross));
        (await month.Archive.FindAsync(last, default))!.State.Status.ShouldBe(InvoiceStatus.Credited);
        (await month.Verification.NumbersAsync(2026, default)).ShouldBeEmpty();
        (await month.Verification.InvoiceAsync(await FindAsync(id), default)).ShouldBeEmpty();
        (await month.Archive.ListAsync(null, null, default)).Where(row => row.Id == id).Sum(row => row.Gross).ShouldBe(0);
    }

    [Fact]
    public async Task A_line_and_a_part_of_a_line_are_credited_and_the_same_again_is_the_same_note()
    {
        var id = await IssuedAsync();
        var desk = InvoicedMonth.Desk(month.Store);
        var lines = (await FindAsync(id)).Document.Lines;
        var wish = CreditWish.Of(["1", "2=0.05"], null);

        var number = await desk.CreditAsync(id, Reason, wish, default);
        (await desk.CreditAsync(id, Reason, wish, default)).ShouldBe(number);
        var note = (await month.Archive.FindAsync(number, default))!.Document!;
        note.Lines.Select(line => (line.Position, line.Amount)).ShouldBe([(1, lines[0].Amount), (2, 0.05m)]);
        (note.Lines[0].Quantity, note.Lines[1].Quantity, note.Lines[1].UnitPrice).ShouldBe((lines[0].Quantity, 1, 0.05m));
        (note.Net, note.Gross).ShouldBe((lines[0].Amount + 0.05m, note.Net + note.Tax));
        (await FindAsync(id)).Credited.ShouldBeNull("more is left of it");

        await RefusedAsync(id, InvoiceErrors.CreditExceeds, CreditWish.Of(["1"], null));
        await RefusedAsync(id, InvoiceErrors.CreditExceeds, CreditWish.Of([$"2={lines[1].Amount}"], null));
        await RefusedAsync(id, InvoiceErrors.LineUnknown, CreditWish.Of(["999"], null));
        await RefusedAsync(id, InvoiceErrors.CreditInvalid, CreditWish.Of(["2=-0.01"], null));
        await RefusedAsync(id, InvoiceErrors.CreditInvalid, CreditWish.Of(["2=0.001"], null));
        await RefusedAsync(id, InvoiceErrors.CreditExceeds, new CreditWish([], 1_000_000));
        (await month.Verification.InvoiceAsync(await FindAsync(id), default)).ShouldBeEmpty();
        (await month.Verification.NumbersAsync(2026, default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("two=1")]
    [InlineData("2=much")]
    [InlineData("2=12,50")]
    [InlineData("-1")]
    public void What_is_no_line_is_refused(string line) =>
        Should.Throw<InvoiceRefusedException>(() => CreditWish.Of([line], null)).Code.ShouldBe(InvoiceErrors.CreditInvalid);

    [Fact]
    public void Lines_and_an_amount_together_a_line_twice_and_nothing_at_all_are_refused()
    {
        Should.Throw<InvoiceRefusedException>(() => CreditWish.Of(["1"], 5)).Code.ShouldBe(InvoiceErrors.CreditInvalid);
        Should.Throw<InvoiceRefusedException>(() => CreditWish.Of(["1", "1=2"], null)).Code.ShouldBe(InvoiceErrors.CreditInvalid);
        Should.Throw<InvoiceRefusedException>(() => CreditWish.Of([], null)).Code.ShouldBe(InvoiceErrors.CreditInvalid);
    }

    private async Task RefusedAsync(string id, string code, CreditWish wish) =>
        (await TryAsync(InvoicedMonth.Desk(month.Store), id, "Another claim.", wish)).ShouldBe(code);

    private static async Task<string> TryAsync(InvoiceDesk desk, string id, string reason, CreditWish wish)
    {
        try
        {
            return await desk.CreditAsync(id, reason, wish, default);
        }
        catch (InvoiceRefusedException e)
        {
            return e.Code;
        }
    }

    private async Task<IssuedInvoice> FindAsync(string id) => (await month.Archive.FindAsync(id, default))!.Issued!;

    /// <summary>An invoice that no other test has touched.</summary>
    private async Task<string> IssuedAsync()
    {
        var desk = InvoicedMonth.Desk(month.Store);
        var draft = (await desk.DraftAsync(InvoicedMonth.March, null, dryRun: false, null, default))
            .Rows.First(row => row.Outcome is DraftOutcome.Drafted or DraftOutcome.Unchanged && row.Document.Lines.Count > 1);
        await desk.IssueAsync(draft.Id!, (await month.Archive.FindAsync(draft.Id!, default))!.State.Draft!, default);
        return draft.Id!;
    }
}
