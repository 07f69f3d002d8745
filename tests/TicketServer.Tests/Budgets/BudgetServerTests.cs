using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.EventStore;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Jobs;
using TicketServer.Tests.Server;

namespace TicketServer.Tests.Budgets;

/// <summary>Budgets in the running server: reserved with the job, settled or given back with its end, no race overdraws.</summary>
public sealed class BudgetServerTests : IAsyncLifetime
{
    private const string Ana = @"user:example\ana";
    private const string Ben = @"user:example\ben";

    private readonly BudgetSite _site = new();

    private ServerHarness Server => _site.Server;

    private ScriptedAgent Agent => _site.Agent;

    public Task InitializeAsync() => _site.InitializeAsync();

    public Task DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Without_budgets_nothing_is_asked_and_nothing_is_written()
    {
        // Whoever asked about an account would fail.
        await Server.Database.ExecuteAsync(
            "alter table ticketflow.budget_account rename to no_account; drop function ticketflow.budget_demand");
        var go = await _site.SubmitAsync();
        await Agent.FinishAsync(go);
        await _site.ShouldHaveAsync(go.JobId, "transfer_completed");
        (await Server.EventsOfAsync(go.JobId)).ShouldNotContain(name => name.StartsWith("cost_", StringComparison.Ordinal));
        (await Server.Database.ScalarAsync<long>("select count(*) from ticketflow.no_account")).ShouldBe(0);
    }

    [Fact]
    public async Task Fifty_racing_jobs_get_what_is_there_and_no_page_more()
    {
        await _site.SetAsync(10, BudgetModes.Refuse);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Agent.SendAsync(Agent.Request("hall"))));
        await Eventually.ShouldBecomeAsync(() => _site.CountAsync("job_opened", "job_refused"), 50L);

        (await _site.CountAsync("cost_reserved")).ShouldBe(10);
        (await _site.CountAsync("job_refused")).ShouldBe(40);
        (await _site.TotalsAsync()).ShouldBe("10 0");
    }

    [Fact]
    public async Task A_completed_job_is_spent_and_what_does_not_print_is_given_back()
    {
        await _site.SetAsync(100, BudgetModes.Refuse);
        var printed = await _site.SubmitAsync();
        (await Server.Database.ScalarAsync<long>(
            "select count(distinct xmin::text) from ticketflow.mt_events "
            + $"where stream_id = 'job-{printed.JobId}' and type in ('job_described', 'cost_reserved')"))
            .ShouldBe(1, "one transaction wrote both");
        await Agent.FinishAsync(printed);
        await _site.ShouldHaveAsync(printed.JobId, "cost_settled");

        var broken = await _site.SubmitAsync();
        await Agent.SendAsync(new StartReport(900, broken.JobId, 1));
        await Agent.SendAsync(new InterruptionReport(901, broken.JobId, 1, 10));
        await _site.ShouldHaveAsync(broken.JobId, "cost_refunded");
        (await _site.TotalsAsync()).ShouldBe("0 1");

        // It had come out after all: charged once.
        await Agent.SendAsync(new CompletionReport(902, broken.JobId, 1, 1000, CompletionGrades.Accepted, 12));
        await _site.ShouldHaveAsync(broken.JobId, "cost_settled");
        (await _site.TotalsAsync()).ShouldBe("0 2");
    }

    [Fact]
    public async Task A_refusal_says_what_is_left_and_whom_to_ask_and_the_next_month_begins_anew()
    {
        await _site.SetAsync(1, BudgetModes.Refuse);
        await _site.SubmitAsync();
        await Agent.SendAsync(Agent.Request("hall"));
        var refusal = await Agent.RefusalAsync();
        refusal.Code.ShouldBe(RefusalCodes.OverQuota);
        refusal.Text.ShouldBe(@"This job costs 1 pages, and 0 pages of the budget of example\ana are left this month. "
            + "Ask Mrs Pense for more, or wait for the next month.");

        _site.Clock.Advance(TimeSpan.FromDays(31));
        await _site.SubmitAsync();
        (await Server.Database.ScalarAsync<long>("select count(*) from ticketflow.budget_account where reserved = 1")).ShouldBe(2);
    }

    [Fact]
    public async Task A_job_described_later_that_costs_too_much_is_stopped()
    {
        await _site.SetAsync(1, BudgetModes.Refuse);
        await Agent.SendAsync(Agent.Request("hall", bytes: null));
        var ticket = await Agent.TicketAsync();
        await Agent.SendAsync(new JobDescription(700, ticket.JobId, "127.0.0.1", 2, 1000));
        var order = await Agent.CancelOrderAsync();
        (order.JobId, order.Code).ShouldBe((ticket.JobId, StopCodes.OverQuota));
        (await Server.EventsOfAsync(ticket.JobId)).ShouldBe(["job_opened", "job_cancelled"]);
    }

    [Fact]
    public async Task A_held_job_goes_when_there_is_enough_again_or_an_operator_wants_it()
    {
        await _site.SetAsync(1, BudgetModes.Hold);
        await _site.SubmitAsync();
        var (first, second) = (await _site.HeldAsync(), await _site.HeldAsync());

        await Agent.SendAsync(new HoldRequest(800, first, false));
        (await Agent.TicketAsync()).State.ShouldBe(JobStates.Held, "there is still nothing left");
        await _site.GrantAsync(Ana, 1);
        (await Agent.GoAheadAsync()).JobId.ShouldBe(first);

        await Server.OrderAsync(second, Agent, OperatorActions.Release);
        (await Agent.GoAheadAsync()).JobId.ShouldBe(second);
        (await _site.TotalsAsync()).ShouldBe("3 0");
    }

    [Fact]
    public async Task A_moved_job_is_priced_anew_where_it_goes()
    {
        await _site.SetTariffAsync();
        await _site.SetAsync(10, BudgetModes.Refuse, "EUR");
        await Server.ChangeAsync("hall", new TicketFlow.TicketServer.Resources.QueuePaused("hall"));
        var job = await Agent.SubmitAsync("hall");
        (await _site.TotalsAsync()).ShouldBe("0.05 0");

        await Agent.SendAsync(new MoveRequest(850, job, "attic"));
        await Agent.FinishAsync(await Agent.GoAheadAsync());
        await _site.ShouldHaveAsync(job, "cost_settled");
        (await _site.TotalsAsync()).ShouldBe("0 0.5");
    }

    [Fact]
    public async Task A_job_moved_where_it_costs_more_than_is_left_is_held_there_and_takes_nothing()
    {
        await _site.SetTariffAsync();
        await _site.SetAsync(0.30m, BudgetModes.Refuse, "EUR");
        await Server.ChangeAsync("hall", new TicketFlow.TicketServer.Resources.QueuePaused("hall"));
        var job = await Agent.SubmitAsync("hall");

        await Agent.SendAsync(new MoveRequest(850, job, "attic"));
        await _site.ShouldHaveAsync(job, "job_held");
        (await Server.EventsOfAsync(job)).TakeLast(3).ShouldBe(["job_moved", "job_held", "cost_refunded"]);
        (await _site.TotalsAsync()).ShouldBe("0 0");
    }

    [Fact]
    public async Task A_job_that_is_sent_again_is_put_aside_again_and_spent_once()
    {
        await _site.SetAsync(100, BudgetModes.Refuse);
        var broken = await _site.SubmitAsync();
        await Agent.SendAsync(new StartReport(900, broken.JobId, 1));
        await Agent.SendAsync(new InterruptionReport(901, broken.JobId, 1, 10));
        await _site.ShouldHaveAsync(broken.JobId, "cost_refunded");

        await Agent.SendAsync(new ResendRequest(902, broken.JobId));
        var again = await Agent.GoAheadAsync();
        (await _site.TotalsAsync()).ShouldBe("1 0");
        await Agent.FinishAsync(again);
        await _site.ShouldHaveAsync(broken.JobId, "cost_settled");
        (await _site.TotalsAsync()).ShouldBe("0 1");
    }

    [Fact]
    public async Task Who_takes_what_is_not_there_any_more_is_thrown_out_with_all_the_append_held()
    {
        await _site.SetAsync(10, BudgetModes.Refuse);
        await _site.AppendAsync(new BudgetSet(Ben, BudgetBook.Pages, 2, BudgetModes.Hold, "UTC", 100, 1, null));
        (await TakeAsync(Ana, 10)).ShouldBe("taken");
        (await TakeAsync(Ana, 1)).ShouldBe("sql-TFB01");
        (await TakeAsync(Ana, 1, isEnforced: false)).ShouldBe("taken");
        (await TakeAsync(Ben, 3)).ShouldBe("sql-TFB01", "a budget of one's own comes before the general one");

        await _site.GrantAsync(Ben, 1);
        (await TakeAsync(Ben, 3)).ShouldBe("taken");
        (await _site.CountAsync("cost_reserved")).ShouldBe(3);
        (await _site.TotalsAsync()).ShouldBe("14 0");
        await _site.AppendAsync(new BudgetRemoved("user:*", BudgetBook.Pages));
        (await TakeAsync(Ana, 99)).ShouldBe("taken", "a budget that was removed stops nobody");
    }

    /// <summary>As a server does whose picture of the accounts is old.</summary>
    private async Task<string> TakeAsync(string subject, decimal amount, bool isEnforced = true)
    {
        var session = Server.Store.LightweightSession();
        session.Events.Append(
            "try-" + Guid.NewGuid(), new CostReserved([new BudgetShare(subject, BudgetBook.Pages, _site.Month(), amount, isEnforced)]));
        try
        {
            await session.SaveChangesAsync();
            return "taken";
        }
        catch (AppendRejectedException e)
        {
            return e.Code;
        }
    }
}
