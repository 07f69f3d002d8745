using System.Text.Json;
using TicketFlow.Pricing;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Jobs;

namespace TicketServer.Tests.Budgets;

/// <summary>Which budgets a job is taken from, by what is known of its user at that moment.</summary>
public sealed class BudgetBookTests
{
    private const string PerPage = """{ "code": "page", "text": "Page", "per": "page", "price": 0.10 }""";
    private const string PerMinute = """{ "code": "minute", "text": "Minute", "per": "minute", "price": 1 }""";

    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private static readonly JobState Job = new()
    {
        JobId = "1",
        Agent = "desk-1",
        Key = "key",
        RequestNumber = 1,
        Phase = JobPhase.Waiting,
        Resource = "hall",
        Domain = "CORP",
        User = "Anna",
        Description = new JobDescribed("192.0.2.9:9100", 3, 1000, null, Copies: 2),
    };

    [Fact]
    public void A_job_is_taken_from_the_budgets_of_the_cost_centre_the_department_and_the_user() =>
        Subjects(Book([Set("user:*"), Set("department:*"), Set("cost-centre:*")], Anna("Sales"), Pays("Sales", "4100")))
            .ShouldBe(["cost-centre:4100", "department:sales", @"user:corp\anna"]);

    [Fact]
    public void Her_own_cost_centre_comes_before_the_departments() =>
        Subjects(Book([Set("cost-centre:*")], Anna("Sales") with { CostCentre = "99" }, Pays("Sales", "4100")))
            .ShouldBe(["cost-centre:99"]);

    [Fact]
    public void A_move_to_another_department_counts_from_its_day_on()
    {
        var book = Book([Set("department:*")], Anna("Sales"), Anna("Research") with { From = Now.AddDays(1) });

        Subjects(book).ShouldBe(["department:sales"]);
        Subjects(book, Now.AddDays(1)).ShouldBe(["department:research"]);
    }

    [Fact]
    public void Who_has_left_or_is_unknown_has_only_a_users_budget()
    {
        BudgetSet[] budgets = [Set("user:*"), Set("department:*")];

        Subjects(Book(budgets, Anna("Sales"), new PersonLeft("corp", "anna", Now))).ShouldBe([@"user:corp\anna"]);
        Subjects(Book(budgets)).ShouldBe([@"user:corp\anna"]);
    }

    [Fact]
    public void A_budget_of_ones_own_comes_before_the_general_one() =>
        Book([Set("user:*") with { Amount = 1 }, Set(@"user:corp\anna") with { Amount = 2 }])
            .ClaimsOf(Job, Now).Single().Set.Amount.ShouldBe(2);

    [Fact]
    public void Pages_are_those_of_all_copies_and_unknown_ones_count_as_the_budget_says()
    {
        var book = Book([Set("user:*") with { UnknownPages = 7 }]);

        Amounts(book, Job).ShouldBe([6]);
        Amounts(book, Job with { Description = Job.Description! with { Pages = null } }).ShouldBe([7]);
    }

    [Fact]
    public void A_price_in_another_currency_takes_nothing()
    {
        var book = Book([Set("user:*"), Set("user:*") with { Unit = "EUR" }, Set("user:*") with { Unit = "USD" }]);

        book.ClaimsOf(Job, Now).ToDictionary(claim => claim.Share.Unit, claim => claim.Share.Amount)
            .ShouldBe(new Dictionary<string, decimal> { ["EUR"] = 0.60m, ["USD"] = 0, ["pages"] = 6 }, ignoreOrder: true);
    }

    [Fact]
    public void A_budget_that_only_warns_is_never_fought_for() =>
        Book([Set("user:*") with { Mode = BudgetModes.Warn }]).ClaimsOf(Job, Now).Single().Share.Enforced.ShouldBeFalse();

    [Fact]
    public void What_printed_is_spent_at_its_price_in_the_end_in_the_month_it_was_put_aside_in()
    {
        var share = new BudgetShare(@"user:corp\anna", "EUR", "2026-10", 0.10m, true);

        Book(PerPage + "," + PerMinute, [Set("user:*")])
            .Settle(Job, [share, share with { Unit = "pages", Amount = 5 }], Now, milliseconds: 90_000)
            .Select(spent => (spent.Period, spent.Unit, spent.Amount, spent.Enforced))
            .ShouldBe([("2026-10", "EUR", 2.60m, false), ("2026-10", "pages", 5m, false)]);
    }

    [Theory]
    [InlineData(null, 1.60)]
    [InlineData(0, 1.60)]
    [InlineData(61, 2.60)]
    public void A_price_per_minute_is_put_aside_for_as_long_as_such_jobs_take_and_at_least_for_one_begun_minute(
        int? usualSeconds, double amount) =>
        Book(PerPage + "," + PerMinute, [Set("user:*") with { Unit = "EUR" }])
            .ClaimsOf(Job, Now, usualSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null)
            .Single().Share.Amount.ShouldBe((decimal)amount);

    [Theory]
    [InlineData("UTC", "2026-12-01T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-11-30T23:00:00Z")]
    [InlineData("America/Sao_Paulo", "2026-12-01T03:00:00Z")]
    public void A_budget_begins_anew_with_the_month_of_its_time_zone(string zone, string moment) =>
        BudgetBook.NextPeriod(Set("user:*") with { TimeZone = zone }, Now)
            .ShouldBe(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture));

    private static IEnumerable<string> Subjects(BudgetBook book, DateTimeOffset? at = null) =>
        book.ClaimsOf(Job, at ?? Now).Select(claim => claim.Share.Subject);

    private static IEnumerable<decimal> Amounts(BudgetBook book, JobState job) =>
        book.ClaimsOf(job, Now).Select(claim => claim.Share.Amount);

    private static BudgetBook Book(BudgetSet[] budgets, params MemberEvent[] members) => Book(PerPage, budgets, members);

    private static BudgetBook Book(string rules, BudgetSet[] budgets, params MemberEvent[] members) => new(
        budgets,
        TariffBook.Empty.With(new TariffVersionSet("standard", 1, JsonDocument.Parse($$"""
            { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR", "rules": [{{rules}}] }
            """).RootElement.Clone())),
        new MemberBook(members));

    private static BudgetSet Set(string subject) => new(subject, BudgetBook.Pages, 10, BudgetModes.Hold, "UTC", 80, 1, null);

    private static PersonAssigned Anna(string department) => new("corp", "anna", department, null, [], Now.AddYears(-1));

    private static DepartmentAssigned Pays(string department, string costCentre) => new(department, costCentre, Now.AddYears(-1));
}
