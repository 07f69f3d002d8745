using Reporting.Tests.Support;
using TicketFlow.EventStore;
using TicketFlow.Reporting.Organisation;
using TicketFlow.TicketServer.Jobs;

namespace Reporting.Tests.Organisation;

public sealed class OrganisationDeskTests : IClassFixture<LogFixture>
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LogFixture _log;

    public OrganisationDeskTests(LogFixture log) => _log = log;

    [Fact]
    public async Task The_same_wish_twice_is_recorded_once_and_a_later_move_rewrites_nothing()
    {
        await using var store = Open();
        var desk = new OrganisationDesk(store);
        PersonAssigned sales = new("office", "anna", "sales", null, ["staff"], Begin);
        DepartmentAssigned pays = new("sales", "4100", Begin);
        (await desk.RecordAsync([sales, pays], "operator:test")).Count.ShouldBe(2);
        (await desk.RecordAsync([sales with { From = Begin.AddDays(9) }, pays], "operator:test")).ShouldBeEmpty();
        await PrintAsync("before");
        await _log.ProjectAsync();
        var before = await OutcomesAsync();

        // Told today, said to hold since long ago: what was reported stays.
        (await desk.RecordAsync([sales with { Department = "research", Groups = [] }], "operator:test")).Count.ShouldBe(1);
        await PrintAsync("after");
        await _log.ProjectAsync();
        before.ShouldBe(["before anna sales 4100 staff"]);
        (await OutcomesAsync()).ShouldBe(["after anna research", before.Single()]);
        (await _log.Database.ColumnAsync("select headers ->> 'actor' from ticketflow.mt_events where type like 'person_%'"))
            .ShouldAllBe(actor => actor == "operator:test");
    }

    [Fact]
    public void Each_change_of_what_counts_is_news()
    {
        PersonAssigned anna = new("office", "anna", "sales", "4100", ["staff", "night"], Begin);
        DepartmentAssigned pays = new("sales", "4100", Begin);
        ResourcePlaced placed = new("hall", "Bern", Begin);
        var state = new OrganisationEvent[] { anna, pays, placed }.Aggregate(OrganisationState.Empty, (s, e) => s.Evolve(e));

        OrganisationDecider.Decide([anna with { Groups = ["night", "staff"] }, pays, placed], state).ShouldBeEmpty();
        OrganisationEvent[] changes =
        [
            anna with { Groups = ["staff"] }, anna with { CostCentre = null }, anna with { Department = null },
            new PersonLeft("office", "anna", Begin), pays with { CostCentre = "4200" }, placed with { Site = "Basel" },
            anna with { User = "ben" },
        ];
        changes.ShouldAllBe(change => OrganisationDecider.Decide(new[] { change }, state).Count == 1);
        OrganisationDecider.Decide([new PersonLeft("office", "ben", Begin)], state).ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_facts_with_one_beginning_the_later_recorded_holds_and_who_left_is_nowhere()
    {
        PersonAssigned anna = new("office", "anna", "sales", null, [], Begin);
        var moved = OrganisationState.Empty.Evolve(anna).Evolve(anna with { Department = "works" });
        moved.Current(Begin).Single().Department.ShouldBe("works");
        OrganisationDecider.Decide([anna], moved).ShouldBe([anna], "she has to move back");
        moved.Current(Begin.AddTicks(-1)).ShouldBeEmpty();

        var left = moved.Evolve(new PersonLeft("office", "anna", Begin.AddDays(1)));
        left.Current(Begin.AddDays(1)).ShouldBeEmpty();
        left.Current(Begin.AddDays(1).AddTicks(-1)).Single().Subject.ShouldBe(@"office\anna");
    }

    [Fact]
    public void A_departments_cost_centre_is_that_of_the_time()
    {
        var book = new OrganisationBook();
        book.Add(OrganisationBook.Of(new DepartmentAssigned("sales", "4100", Begin), 1));
        book.Add(OrganisationBook.Of(new DepartmentAssigned("sales", "4200", Begin.AddDays(9)), 2));
        book.Add(OrganisationBook.Of(new PersonAssigned("office", "anna", "sales", null, [], Begin), 3));
        var anna = book.At(AssignmentKinds.Person, OrganisationBook.PersonKey("OFFICE", "Anna"), Begin.AddDays(20));

        book.CostCentreOf(anna, Begin.AddDays(9).AddTicks(-1)).ShouldBe("4100");
        book.CostCentreOf(anna, Begin.AddDays(9)).ShouldBe("4200");
        book.CostCentreOf(anna! with { CostCentre = "99" }, Begin.AddDays(9)).ShouldBe("99");
        book.CostCentreOf(null, Begin).ShouldBeNull();
    }

    [Fact]
    public async Task Those_that_write_at_once_all_get_in()
    {
        await using var store = Open();
        await using var other = Open();
        var wishes = Enumerable.Range(0, 3).Select(i => new OrganisationDesk(i % 2 == 0 ? store : other).RecordAsync(
            [new PersonAssigned("office", $"user{i / 2}", "sales", null, [], Begin)], "operator:test"));
        (await Task.WhenAll(wishes)).Sum(news => news.Count).ShouldBe(2);
    }

    private async Task PrintAsync(string id) => await _log.AppendAsync(
        "job-" + id, Stories.Opened(id, "hall", "Anna"), Stories.Described(), Stories.GoAhead(1), new TransferStarted(1, Stories.Later),
        new TransferCompleted(1, 5_000, "idle", 40));

    private Task<IReadOnlyList<string>> OutcomesAsync() => _log.Database.ColumnAsync("""
        select concat_ws(' ', job_id, user_name, department, cost_centre, nullif(array_to_string(groups, ','), '')) from reporting.outcome
        order by job_id
        """);

    private DocumentStore Open() => DocumentStore.For(options =>
    {
        options.ConnectionString = _log.ReportingConnection;
        OrganisationEventTypes.Configure(options);
    });
}
