using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Jobs;

namespace TicketServer.Tests.Budgets;

public sealed class BudgetRulesTests
{
    private static readonly Dictionary<string, AccountState> Fresh = new(StringComparer.Ordinal);

    [Theory]
    [InlineData(BudgetModes.Warn, true)]
    [InlineData(BudgetModes.Hold, false)]
    [InlineData(BudgetModes.Refuse, false)]
    public void What_costs_more_than_is_left_goes_only_where_budgets_warn(string mode, bool goes)
    {
        var verdict = BudgetRules.Judge([Claim(11, mode)], Fresh, [], isForced: false);

        (verdict.Reservation is not null).ShouldBe(goes);
        (verdict.Text ?? verdict.Reservation!.Advice!.Text).ShouldContain("Ask the helpdesk");
    }

    [Fact]
    public void The_strictest_of_several_budgets_decides() =>
        BudgetRules.Judge([Claim(11, BudgetModes.Hold), Claim(11, BudgetModes.Refuse, "department:sales")], Fresh, [], isForced: false)
            .ShouldSatisfyAllConditions(
                v => v.Mode.ShouldBe(BudgetModes.Refuse),
                v => v.Rule.ShouldBe("budget department:sales|pages|2026-11"),
                v => v.Text!.ShouldContain("of the budget of department sales"));

    [Fact]
    public void An_operator_may_go_beyond_and_the_arbiter_is_not_asked() =>
        BudgetRules.Judge([Claim(11, BudgetModes.Refuse)], Fresh, [], isForced: true)
            .Reservation!.Shares.Single().Enforced.ShouldBeFalse();

    [Fact]
    public void What_the_job_has_put_aside_itself_and_what_was_granted_are_there_for_it()
    {
        var claim = Claim(10, BudgetModes.Refuse);
        var used = new Dictionary<string, AccountState>(StringComparer.Ordinal) { [claim.Share.Account] = new(12, 2) };

        BudgetRules.Judge([claim], used, [], isForced: false).Reservation.ShouldBeNull();
        BudgetRules.Judge([claim], used, [claim.Share], isForced: false).Reservation.ShouldNotBeNull();
    }

    [Fact]
    public void A_job_that_costs_nothing_goes_even_when_nothing_is_left() =>
        BudgetRules.Judge(
            [Claim(0, BudgetModes.Refuse)],
            new Dictionary<string, AccountState>(StringComparer.Ordinal) { [Claim(0, "").Share.Account] = new(99, 0) }, [], isForced: false)
            .Reservation.ShouldNotBeNull();

    [Theory]
    [InlineData(7, null)]
    [InlineData(9, "This job costs 9 pages; after it 1 pages of the budget of corp\\anna are left this month.")]
    public void Users_are_told_what_is_left_when_little_is(int pages, string? text) =>
        BudgetRules.Judge([Claim(pages, BudgetModes.Refuse)], Fresh, [], isForced: false).Reservation!.Advice?.Text.ShouldBe(text);

    [Fact]
    public void Who_had_to_wait_is_told_what_is_left_however_much_it_is() =>
        BudgetRules.Judge([Claim(7, BudgetModes.Hold)], Fresh, [], isForced: false, hasWaited: true).Reservation!.Advice!.Text
            .ShouldBe("This job costs 7 pages; after it 3 pages of the budget of corp\\anna are left this month.");

    [Fact]
    public void The_sums_of_accounts_are_those_of_the_events_whatever_their_order()
    {
        var dice = new Random(6);
        var (reserved, spent) = (0m, 0m);
        var moves = new AccountMoves();
        foreach (var _ in Enumerable.Range(0, 500))
        {
            BudgetShare[] shares = [Claim(dice.Next(100), BudgetModes.Hold).Share];
            reserved += shares[0].Amount;
            moves.Take(new CostReserved(shares));
            if (dice.Next(2) == 0)
            {
                reserved -= shares[0].Amount;
                moves.Take(new CostRefunded(shares, "failed"));
            }
            else if (dice.Next(2) == 0)
            {
                (reserved, spent) = (reserved - shares[0].Amount, spent + shares[0].Amount);
                moves.Take(new CostSettled(shares, shares));
            }
        }

        (moves.Rows.Single().Value.Reserved, moves.Rows.Single().Value.Spent).ShouldBe((reserved, spent));
    }

    [Theory]
    [InlineData("user:CORP\\Anna", "user:corp\\anna")]
    [InlineData("user:*", "user:*")]
    [InlineData("cost-centre:4711", "cost-centre:4711")]
    [InlineData("user:anna", null)]
    [InlineData("group:staff", null)]
    [InlineData("department:a|b", null)]
    [InlineData("", null)]
    public void Subjects_are_read_as_operators_write_them(string text, string? subject) => BudgetSubjects.Parse(text).ShouldBe(subject);

    [Theory]
    [InlineData("2026-11-30T22:59:59Z", "2026-11")]
    [InlineData("2026-11-30T23:00:00Z", "2026-12")]
    public void Months_begin_by_the_clock_of_the_budget(string at, string month) =>
        BudgetBook.Period(Set("user:*", BudgetModes.Hold) with { TimeZone = "Europe/Berlin" }, DateTimeOffset.Parse(at, null))
            .ShouldBe(month);

    private static BudgetSet Set(string subject, string mode) => new(subject, BudgetBook.Pages, 10, mode, "UTC", 80, 1, null);

    private static BudgetClaim Claim(decimal amount, string mode, string subject = "user:corp\\anna") =>
        new(Set(subject, mode), new BudgetShare(subject, BudgetBook.Pages, "2026-11", amount, mode != BudgetModes.Warn));
}
