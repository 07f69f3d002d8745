using TicketFlow.Contracts.Agents;
using TicketFlow.EventStore;
using TicketFlow.Pricing;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Budgets;

namespace TicketServer.Tests.Budgets;

/// <summary>A cost centre's budget in the running server, and a user who moves to another one while a job is under way.</summary>
public sealed class CostCentreTests : IAsyncLifetime
{
    private const string Old = "cost-centre:4100";
    private const string New = "cost-centre:4200";

    private readonly BudgetSite _site = new();

    public Task InitializeAsync() => _site.InitializeAsync();

    public Task DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_job_is_settled_where_it_was_reserved_and_the_next_one_where_its_user_belongs_then()
    {
        await AssignAsync("4100");
        await _site.SetAsync(10, BudgetModes.Refuse, subject: "cost-centre:*");
        var before = await _site.SubmitAsync();
        (await AccountsAsync()).ShouldBe([$"{Old} 1 0"]);

        await AssignAsync("4200");
        await Eventually.ShouldBecomeAsync(MemberOfAsync, "4200", "the server hears of it at once");
        var after = await _site.SubmitAsync();
        (await AccountsAsync()).ShouldBe([$"{Old} 1 0", $"{New} 1 0"]);

        await _site.Agent.FinishAsync(before);
        await _site.Agent.FinishAsync(after);
        await _site.ShouldHaveAsync(before.JobId, "cost_settled");
        await _site.ShouldHaveAsync(after.JobId, "cost_settled");
        (await AccountsAsync()).ShouldBe([$"{Old} 0 1", $"{New} 0 1"]);
    }

    [Fact]
    public async Task A_job_that_fails_after_the_move_gives_back_to_the_old_cost_centre_and_is_sent_again_at_the_new_ones_expense()
    {
        await AssignAsync("4100");
        await _site.SetAsync(10, BudgetModes.Refuse, subject: "cost-centre:*");
        var job = await _site.SubmitAsync();
        await AssignAsync("4200");
        await Eventually.ShouldBecomeAsync(MemberOfAsync, "4200");

        await _site.Agent.SendAsync(new StartReport(900, job.JobId, 1));
        await _site.Agent.SendAsync(new InterruptionReport(901, job.JobId, 1, 10));
        await _site.ShouldHaveAsync(job.JobId, "cost_refunded");
        (await AccountsAsync()).ShouldBe([$"{Old} 0 0"]);

        await _site.Agent.SendAsync(new ResendRequest(902, job.JobId));
        await _site.Agent.FinishAsync(await _site.Agent.GoAheadAsync());
        await _site.ShouldHaveAsync(job.JobId, "cost_settled");
        (await AccountsAsync()).ShouldBe([$"{Old} 0 0", $"{New} 0 1"]);
    }

    private Task<string?> MemberOfAsync() => Task.FromResult(
        _site.Server.Part<BudgetWatch>().Current.MemberOf("EXAMPLE", "ana", _site.Clock.GetUtcNow()).CostCentre);

    private Task<IReadOnlyList<string>> AccountsAsync() => _site.Server.Database.ColumnAsync(
        "select concat_ws(' ', subject, reserved::float, spent::float) from ticketflow.budget_account order by subject");

    /// <summary>As reporting writes it, which tells the servers.</summary>
    private async Task AssignAsync(string costCentre)
    {
        var options = new StoreOptions { ConnectionString = _site.Server.Database.ConnectionString };
        TicketServerStore.Configure(options);
        options.Events.MapEventType(typeof(PersonAssigned), "person_assigned");
        await using var store = new DocumentStore(options);
        var session = store.LightweightSession();
        session.Events.Append("organisation", new PersonAssigned("example", "ana", null, costCentre, [], DateTimeOffset.UnixEpoch));
        await session.SaveChangesAsync();
        await _site.Server.Database.ExecuteAsync($"select pg_notify('{CostNotices.Channel}', '')");
    }
}
