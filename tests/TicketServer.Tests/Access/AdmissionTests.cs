using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.EventStore;
using TicketFlow.Testing.Postgres;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Access;

/// <summary>Admission over real PostgreSQL: changes are in force at once, on every server, and refusals say what to do next.</summary>
public sealed class AdmissionTests : IAsyncLifetime
{
    private PostgresDatabase _database = null!;
    private DocumentStore _store = null!;
    private PolicyEditor _editor = null!;

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        _store = AccessHarness.Store(_database);
        await _store.ApplyAllConfiguredChangesToDatabaseAsync();
        _editor = new PolicyEditor(_store, "operator:test");
        foreach (var name in new[] { "hall", "cellar", "attic" })
        {
            await AddPrinterAsync(name);
        }
    }

    public async Task DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_change_is_in_force_on_every_server_at_once()
    {
        await using var one = await AccessHarness.StartAsync(_store);
        await using var otherStore = AccessHarness.Store(_database);
        await using var other = await AccessHarness.StartAsync(otherStore);
        (await one.CodeAsync("ana", "hall")).ShouldBeNull();
        await ChangeAsync(new AccessDenied("hall", @"user:example\ana"));
        await Eventually.ShouldBecomeAsync(() => one.CodeAsync("ANA", "Hall"), RefusalCodes.NotAllowed);
        await Eventually.ShouldBecomeAsync(() => other.CodeAsync("ana", "hall"), RefusalCodes.NotAllowed);
        await _editor.UndoAsync(PolicySubjects.Resource("hall"), default);
        await Eventually.ShouldBecomeAsync(() => one.CodeAsync("ana", "hall"), null);
        await Eventually.ShouldBecomeAsync(() => other.CodeAsync("ana", "hall"), null);
    }

    [Fact]
    public async Task A_policy_made_before_the_start_holds_from_the_first_question()
    {
        await ChangeAsync(new GroupMemberAdded("students", @"user:example\ana"));
        await ChangeAsync(new GroupMemberAdded("everyone-at-school", "group:students"));
        await ChangeAsync(new AccessDenied("hall", "group:everyone-at-school"));
        await using var server = await AccessHarness.StartAsync(_store);
        var refusal = (await server.AskAsync("ana", "hall")).Refusal.ShouldNotBeNull();
        refusal.Rule.ShouldBe("deny group:everyone-at-school on hall");
        (await server.CodeAsync("ben", "hall")).ShouldBeNull();
    }

    [Fact]
    public async Task A_refused_user_is_shown_printers_that_work_and_that_are_allowed()
    {
        await ChangeAsync(new AccessDenied("hall", "everybody"));
        await ChangeAsync(new AccessAllowed("cellar", @"user:example\ben"));
        await using var server = await AccessHarness.StartAsync(_store);
        var refusal = (await server.AskAsync("ana", "hall")).Refusal.ShouldNotBeNull();
        refusal.Text.ShouldBe("You may not print on 'hall'. Choose another one: attic.");
        refusal.Alternatives!.Select(a => a.Printer).ShouldBe(["attic"]);
        (await server.Admission.AlternativesAsync("EXAMPLE", "ben", "HALL", default)).Select(a => a.Printer).ShouldBe(["attic", "cellar"]);
    }

    [Fact]
    public async Task A_printer_that_does_not_work_is_not_proposed_and_takes_no_moved_job()
    {
        await AppendAsync("attic", new ResourceStopped("attic", ["media-empty"], "no paper", "monitor"));
        await AppendAsync("cellar", new ResourceDisabled("cellar"));
        await using var server = await AccessHarness.StartAsync(_store);
        var refusal = (await server.AskAsync("ana", "nowhere")).Refusal.ShouldNotBeNull();
        refusal.Code.ShouldBe(RefusalCodes.PrinterUnknown);
        refusal.Alternatives!.Select(a => a.Printer).ShouldBe(["hall"]);
        (await server.Admission.CheckMoveAsync("EXAMPLE", "ana", "attic", default)).Refusal!.Code.ShouldBe(RefusalCodes.PrinterStopped);
        (await server.Admission.CheckMoveAsync("EXAMPLE", "ana", "cellar", default)).Refusal!.Code.ShouldBe(RefusalCodes.PrinterDisabled);
        (await server.Admission.CheckMoveAsync("EXAMPLE", "ana", "hall", default)).Resource!.Name.ShouldBe("hall");
    }

    [Fact]
    public async Task Users_see_when_a_job_would_start_at_each_printer_and_what_is_wrong()
    {
        await AppendAsync("attic", new ResourceStopped("attic", ["media-empty"], "no paper", "monitor"));
        await AppendAsync("cellar", new ResourceDisabled("cellar"));
        await using var server = await AccessHarness.StartAsync(_store);
        (await server.Admission.PrintersAsync("EXAMPLE", "ana", exclusive: false, 10, default)).ShouldBe(
        [
            new PrinterEntry("attic", "stopped", 0, 0, Text: "no paper"),
            new PrinterEntry("cellar", "out of service", 0, 0),
            new PrinterEntry("hall", "idle", 0, 0, StartsInSeconds: 0),
        ]);
    }

    [Fact]
    public async Task A_printer_taken_out_of_service_refuses_at_once_and_takes_jobs_again()
    {
        await using var server = await AccessHarness.StartAsync(_store);
        (await server.CodeAsync("ana", "hall")).ShouldBeNull();
        await AppendAsync("hall", new ResourceDisabled("hall"));
        await LaterChangeIsInForceAsync(server);
        (await server.CodeAsync("ana", "hall")).ShouldBe(RefusalCodes.PrinterDisabled);
        await AppendAsync("hall", new ResourceEnabled("hall"), new AcceptingStopped("hall"));
        await LaterChangeIsInForceAsync(server);
        (await server.CodeAsync("ana", "hall")).ShouldBe(RefusalCodes.PrinterNotAccepting);
        await AppendAsync("hall", new AcceptingStarted("hall"));
        await LaterChangeIsInForceAsync(server);
        (await server.CodeAsync("ana", "hall")).ShouldBeNull();
    }

    [Fact]
    public async Task The_last_known_policy_stays_in_force_when_the_connection_breaks_and_the_next_change_is_seen()
    {
        await ChangeAsync(new AccessDenied("hall", @"user:example\ana"));
        await using var server = await AccessHarness.StartAsync(_store);
        (await _database.ScalarAsync<long>(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() "
            + "and query = 'listen ticketflow_access'"))
            .ShouldBe(1);
        (await server.CodeAsync("ana", "hall")).ShouldBe(RefusalCodes.NotAllowed);
        await ChangeAsync(new AccessForgotten("hall", @"user:example\ana"));
        await Eventually.ShouldBecomeAsync(() => server.CodeAsync("ana", "hall"), null);
    }

    [Fact]
    public async Task Three_writers_of_one_list_all_get_through()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async i =>
        {
            await using var store = AccessHarness.Store(_database);
            await new PolicyEditor(store, "operator:test").ChangeAsync(
                PolicySubjects.Group("staff"), [new GroupMemberAdded("staff", $@"user:example\u{i}")], default);
        }));
        (await _database.ScalarAsync<long>("select count(*) from ticketflow.access_entry where subject = 'group-staff'")).ShouldBe(3);
    }

    [Fact]
    public async Task Undoing_takes_the_whole_last_change_back_and_doing_it_twice_brings_it_again()
    {
        var subject = PolicySubjects.Group("staff");
        await ChangeAsync(new GroupMemberAdded("staff", @"user:example\ana"));
        await _editor.ChangeAsync(
            subject, [new GroupMemberAdded("staff", @"user:example\ben"), new GroupMemberRemoved("staff", @"user:example\ana")], default);
        await _editor.UndoAsync(subject, default);
        (await MembersAsync()).ShouldBe([@"user:example\ana"]);
        await _editor.UndoAsync(subject, default);
        (await MembersAsync()).ShouldBe([@"user:example\ben"]);
        (await _editor.UndoAsync(PolicySubjects.Group("nobody"), default)).ShouldBeEmpty();
    }

    /// <summary>
    /// Changes are told in the order of their commits: when this one is in force, those before it are, and no time-out has helped.
    /// </summary>
    private async Task LaterChangeIsInForceAsync(AccessHarness server)
    {
        var user = "u" + Guid.NewGuid().ToString("n");
        await ChangeAsync(new AccessDenied("attic", $@"user:example\{user}"));
        await Eventually.ShouldBecomeAsync(() => server.CodeAsync(user, "attic"), RefusalCodes.NotAllowed);
    }

    private Task<IReadOnlyList<string>> MembersAsync() =>
        _database.ColumnAsync("select name from ticketflow.access_entry where subject = 'group-staff' order by 1");

    private Task ChangeAsync(AccessEvent fact) => _editor.ChangeAsync(PolicyEntry.Of(fact).Subject, [fact], default);

    private Task AddPrinterAsync(string name) =>
        AppendAsync(name, new ResourceRegistered(name, "printer", "127.0.0.1:9100", "raw", 1, 1_000_000, null));

    private async Task AppendAsync(string printer, params ResourceEvent[] events)
    {
        var session = _store.LightweightSession();
        session.Events.Append(ResourceEventTypes.StreamKey(printer), events);
        await session.SaveChangesAsync();
    }
}
