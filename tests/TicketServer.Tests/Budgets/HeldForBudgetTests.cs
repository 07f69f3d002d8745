using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Budgets;
using TicketServer.Tests.Server;

namespace TicketServer.Tests.Budgets;

/// <summary>Jobs that a budget holds go by themselves as soon as there is enough for them, and no earlier.</summary>
public sealed class HeldForBudgetTests : IAsyncLifetime
{
    private const string Ana = @"user:example\ana";

    private readonly BudgetSite _site = new();

    private ScriptedAgent Agent => _site.Agent;

    public Task InitializeAsync() => _site.InitializeAsync();

    public Task DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task A_grant_lets_as_many_go_as_it_is_enough_for_and_the_eldest_first()
    {
        await _site.SetAsync(0, BudgetModes.Hold);
        var (first, second) = (await _site.HeldAsync(), await _site.HeldAsync());
        var large = await _site.HeldAsync(Agent.Request("hall") with { Pages = 7 });

        await _site.GrantAsync(Ana, 1);
        (await Agent.GoAheadAsync()).JobId.ShouldBe(first);
        await _site.GrantAsync(Ana, 1);
        (await Agent.GoAheadAsync()).JobId.ShouldBe(second);
        (await _site.TotalsAsync()).ShouldBe("2 0");

        (await _site.Server.EventsOfAsync(first)).ShouldBe(
            ["job_opened", "job_described", "job_held", "job_released", "cost_reserved", "go_ahead_issued"]);
        (await _site.Server.EventsOfAsync(large)).ShouldBe(["job_opened", "job_described", "job_held"]);
    }

    [Fact]
    public async Task The_next_month_lets_them_go()
    {
        await _site.SetAsync(1, BudgetModes.Hold);
        var other = await _site.SubmitAsync();
        await Agent.FinishAsync(other);
        await _site.ShouldHaveAsync(other.JobId, "cost_settled");
        var held = await _site.HeldAsync();

        _site.Clock.Advance(TimeSpan.FromDays(31));
        var go = await Agent.GoAheadAsync();
        (go.JobId, go.Advice?.Text).ShouldBe(
            (held, @"This job costs 1 pages; after it 0 pages of the budget of example\ana are left this month."));
        (await _site.Server.Database.ScalarAsync<string>(
            $"select reserved::text from ticketflow.budget_account where period = '{_site.Month()}'")).ShouldBe("1");
    }

    [Fact]
    public async Task What_is_larger_than_a_whole_month_stays_held_month_after_month()
    {
        await _site.SetAsync(5, BudgetModes.Hold);
        var held = await _site.HeldAsync(Agent.Request("hall") with { Pages = 7 });
        for (var month = 1; month <= 2; month++)
        {
            _site.Clock.Advance(TimeSpan.FromDays(31));
            (await Agent.TicketAsync()).State.ShouldBe(JobStates.Held);
        }

        (await _site.Server.EventsOfAsync(held)).ShouldBe(["job_opened", "job_described", "job_held", "job_held", "job_held"]);
    }

    [Fact]
    public async Task What_another_job_gives_back_lets_them_go()
    {
        await _site.SetAsync(1, BudgetModes.Hold);
        var other = await _site.SubmitAsync();
        var held = await _site.HeldAsync();
        await Agent.SendAsync(new StartReport(900, other.JobId, other.Attempt));
        await Agent.SendAsync(new InterruptionReport(901, other.JobId, other.Attempt, 10));
        (await Agent.GoAheadAsync()).JobId.ShouldBe(held);
    }

    [Fact]
    public async Task A_budget_that_is_raised_or_removed_lets_them_go()
    {
        await _site.SetAsync(0, BudgetModes.Hold);
        var (first, second) = (await _site.HeldAsync(), await _site.HeldAsync());
        await _site.SetAsync(1, BudgetModes.Hold, subject: Ana);
        (await Agent.GoAheadAsync()).JobId.ShouldBe(first);

        await _site.AppendAsync(new BudgetRemoved(Ana, BudgetBook.Pages));
        await _site.AppendAsync(new BudgetRemoved("user:*", BudgetBook.Pages));
        (await Agent.GoAheadAsync()).JobId.ShouldBe(second);
    }

    [Fact]
    public async Task Who_begins_to_wait_while_something_is_given_is_not_forgotten()
    {
        const int jobs = 30;
        await _site.SetAsync(0, BudgetModes.Hold);
        var grants = Task.Run(async () =>
        {
            for (var i = 0; i < jobs; i++)
            {
                await _site.GrantAsync(Ana, 1);
            }
        });
        for (var i = 0; i < jobs; i++)
        {
            await Agent.SendAsync(Agent.Request("hall"));
        }

        await grants;
        await Eventually.ShouldBecomeAsync(() => _site.CountAsync("cost_reserved"), (long)jobs);
        (await _site.TotalsAsync()).ShouldBe($"{jobs} 0");
    }
}
