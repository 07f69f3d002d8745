using System.Text.Json;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.EventStore;
using TicketFlow.Messaging.Wire;
using TicketFlow.Pricing;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Jobs;
using TicketServer.Tests.Server;

namespace TicketServer.Tests.Budgets;

/// <summary>Budgets in the running server: reserved with the job, settled or given back with its end, no race overdraws.</summary>
public sealed class BudgetServerTests : IAsyncLifetime
{
    private const string Ana = @"user:example\ana";
    private const string Ben = @"user:example\ben";
    private const string Totals = """
        select concat_ws(' ', sum(reserved)::float, sum(spent)::float) from ticketflow.budget_account
        """;

    private readonly ServerHarness _server = new();
    private readonly ShiftedClock _clock = new();
    private ScriptedAgent _agent = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _server.Clock = _clock;
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 100);
        await _server.AddPrinterAsync("attic", slots: 100);
        _agent = await _server.EnrolAsync("desk-1");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Without_budgets_nothing_is_asked_and_nothing_is_written()
    {
        var go = await SubmitAsync();
        await _agent.FinishAsync(go);
        await ShouldHaveAsync(go.JobId, "transfer_completed");
        (await _server.EventsOfAsync(go.JobId)).ShouldNotContain(name => name.StartsWith("cost_", StringComparison.Ordinal));
        (await _server.Database.ScalarAsync<long>("select count(*) from ticketflow.budget_account")).ShouldBe(0);
    }

    [Fact]
    public async Task Fifty_racing_jobs_get_what_is_there_and_no_page_more()
    {
        await SetAsync(10, BudgetModes.Refuse);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _agent.SendAsync(_agent.Request("hall"))));
        await Eventually.ShouldBecomeAsync(() => CountAsync("job_opened", "job_refused"), 50L);

        (await CountAsync("cost_reserved")).ShouldBe(10);
        (await CountAsync("job_refused")).ShouldBe(40);
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("10 0");
    }

    [Fact]
    public async Task A_completed_job_is_spent_and_what_does_not_print_is_given_back()
    {
        await SetAsync(100, BudgetModes.Refuse);
        var printed = await SubmitAsync();
        (await _server.Database.ScalarAsync<long>(
            "select count(distinct xmin::text) from ticketflow.mt_events "
            + $"where stream_id = 'job-{printed.JobId}' and type in ('job_described', 'cost_reserved')"))
            .ShouldBe(1, "one transaction wrote both");
        await _agent.FinishAsync(printed);
        await ShouldHaveAsync(printed.JobId, "cost_settled");

        var broken = await SubmitAsync();
        await _agent.SendAsync(new StartReport(900, broken.JobId, 1));
        await _agent.SendAsync(new InterruptionReport(901, broken.JobId, 1, 10));
        await ShouldHaveAsync(broken.JobId, "cost_refunded");
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("0 1");

        // It had come out after all: charged once.
        await _agent.SendAsync(new CompletionReport(902, broken.JobId, 1, 1000, CompletionGrades.Accepted, 12));
        await ShouldHaveAsync(broken.JobId, "cost_settled");
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("0 2");
    }

    [Fact]
    public async Task A_refusal_says_what_is_left_and_whom_to_ask_and_the_next_month_begins_anew()
    {
        await SetAsync(1, BudgetModes.Refuse);
        await SubmitAsync();
        await _agent.SendAsync(_agent.Request("hall"));
        var refusal = await _agent.RefusalAsync();
        refusal.Code.ShouldBe(RefusalCodes.OverQuota);
        refusal.Text.ShouldBe(@"This job costs 1 pages, and 0 pages of the budget of example\ana are left this month. "
            + "Ask Mrs Pense for more, or wait for the next month.");

        _clock.Advance(TimeSpan.FromDays(31));
        await SubmitAsync();
        (await _server.Database.ScalarAsync<long>("select count(*) from ticketflow.budget_account where reserved = 1")).ShouldBe(2);
    }

    [Fact]
    public async Task A_job_described_later_that_costs_too_much_is_stopped()
    {
        await SetAsync(1, BudgetModes.Refuse);
        await _agent.SendAsync(_agent.Request("hall", bytes: null));
        var ticket = await _agent.TicketAsync();
        await _agent.SendAsync(new JobDescription(700, ticket.JobId, "127.0.0.1", 2, 1000));
        var order = await _agent.CancelOrderAsync();
        (order.JobId, order.Code).ShouldBe((ticket.JobId, StopCodes.OverQuota));
        (await _server.EventsOfAsync(ticket.JobId)).ShouldBe(["job_opened", "job_cancelled"]);
    }

    [Fact]
    public async Task A_held_job_goes_when_there_is_enough_again_or_an_operator_wants_it()
    {
        await SetAsync(1, BudgetModes.Hold);
        await SubmitAsync();
        var (first, second) = (await HeldAsync(), await HeldAsync());

        await _agent.SendAsync(new HoldRequest(800, first, false));
        (await _agent.TicketAsync()).State.ShouldBe(JobStates.Held, "there is still nothing left");
        await AppendAsync(new BudgetGranted(Ana, BudgetBook.Pages, Month(), 1, "thesis"));
        await _agent.SendAsync(new HoldRequest(801, first, false));
        (await _agent.GoAheadAsync()).JobId.ShouldBe(first);

        await _server.OrderAsync(second, _agent, OperatorActions.Release);
        (await _agent.GoAheadAsync()).JobId.ShouldBe(second);
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("3 0");
    }

    [Fact]
    public async Task A_moved_job_is_priced_anew_where_it_goes()
    {
        await SetTariffAsync();
        await SetAsync(10, BudgetModes.Refuse, "EUR");
        await _server.ChangeAsync("hall", new TicketFlow.TicketServer.Resources.QueuePaused("hall"));
        var job = await _agent.SubmitAsync("hall");
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("0.05 0");

        await _agent.SendAsync(new MoveRequest(850, job, "attic"));
        await _agent.FinishAsync(await _agent.GoAheadAsync());
        await ShouldHaveAsync(job, "cost_settled");
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("0 0.5");
    }

    [Fact]
    public async Task A_job_moved_where_it_costs_more_than_is_left_is_held_there_and_takes_nothing()
    {
        await SetTariffAsync();
        await SetAsync(0.30m, BudgetModes.Refuse, "EUR");
        await _server.ChangeAsync("hall", new TicketFlow.TicketServer.Resources.QueuePaused("hall"));
        var job = await _agent.SubmitAsync("hall");

        await _agent.SendAsync(new MoveRequest(850, job, "attic"));
        await ShouldHaveAsync(job, "job_held");
        (await _server.EventsOfAsync(job)).TakeLast(3).ShouldBe(["job_moved", "job_held", "cost_refunded"]);
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("0 0");
    }

    [Fact]
    public async Task A_job_that_is_sent_again_is_put_aside_again_and_spent_once()
    {
        await SetAsync(100, BudgetModes.Refuse);
        var broken = await SubmitAsync();
        await _agent.SendAsync(new StartReport(900, broken.JobId, 1));
        await _agent.SendAsync(new InterruptionReport(901, broken.JobId, 1, 10));
        await ShouldHaveAsync(broken.JobId, "cost_refunded");

        await _agent.SendAsync(new ResendRequest(902, broken.JobId));
        var again = await _agent.GoAheadAsync();
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("1 0");
        await _agent.FinishAsync(again);
        await ShouldHaveAsync(broken.JobId, "cost_settled");
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("0 1");
    }

    [Fact]
    public async Task Who_takes_what_is_not_there_any_more_is_thrown_out_with_all_the_append_held()
    {
        await SetAsync(10, BudgetModes.Refuse);
        await AppendAsync(new BudgetSet(Ben, BudgetBook.Pages, 2, BudgetModes.Hold, "UTC", 100, 1, null));
        (await TakeAsync(Ana, 10)).ShouldBe("taken");
        (await TakeAsync(Ana, 1)).ShouldBe("sql-TFB01");
        (await TakeAsync(Ana, 1, isEnforced: false)).ShouldBe("taken");
        (await TakeAsync(Ben, 3)).ShouldBe("sql-TFB01", "a budget of one's own comes before the general one");

        await AppendAsync(new BudgetGranted(Ben, BudgetBook.Pages, Month(), 1, "thesis"));
        (await TakeAsync(Ben, 3)).ShouldBe("taken");
        (await CountAsync("cost_reserved")).ShouldBe(3);
        (await _server.Database.ScalarAsync<string>(Totals)).ShouldBe("14 0");
        await AppendAsync(new BudgetRemoved("user:*", BudgetBook.Pages));
        (await TakeAsync(Ana, 99)).ShouldBe("taken", "a budget that was removed stops nobody");
    }

    /// <summary>As a server does whose picture of the accounts is old.</summary>
    private async Task<string> TakeAsync(string subject, decimal amount, bool isEnforced = true)
    {
        var session = _server.Store.LightweightSession();
        session.Events.Append(
            "try-" + Guid.NewGuid(), new CostReserved([new BudgetShare(subject, BudgetBook.Pages, Month(), amount, isEnforced)]));
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

    private async Task<GoAhead> SubmitAsync()
    {
        await _agent.SendAsync(_agent.Request("hall"));
        return await _agent.GoAheadAsync();
    }

    private async Task<string> HeldAsync()
    {
        await _agent.SendAsync(_agent.Request("hall"));
        var ticket = await _agent.TicketAsync();
        (ticket.State, ticket.Advice?.Code).ShouldBe((JobStates.Held, AdviceCodes.BudgetExhausted));
        return ticket.JobId;
    }

    private Task SetTariffAsync() => AppendAsync(new TariffVersionSet("standard", 1, JsonDocument.Parse("""
            { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR", "rules": [
              { "code": "attic", "text": "Page", "per": "page", "price": 0.50, "group": "p", "when": { "resources": ["attic"] } },
              { "code": "page", "text": "Page", "per": "page", "price": 0.05, "group": "p" }] }
            """).RootElement.Clone()));

    private async Task SetAsync(decimal amount, string mode, string unit = BudgetBook.Pages)
    {
        await AppendAsync(new BudgetSet("user:*", unit, amount, mode, "UTC", 100, 1, "Mrs Pense"));
        await Eventually.ShouldBecomeAsync(() => Task.FromResult(_server.Part<BudgetWatch>().Current.IsEmpty), false);
    }

    private async Task AppendAsync(object fact)
    {
        var session = _server.Store.LightweightSession();
        session.Events.Append(fact is BudgetEvent budget ? budget.StreamKey : "tariff-standard", fact);
        await session.SaveChangesAsync();
    }

    private string Month() => BudgetBook.Period(new BudgetSet(Ana, "pages", 1, "hold", "UTC", 100, 1, null), _clock.GetUtcNow());

    private Task<long> CountAsync(params string[] types) => _server.Database.ScalarAsync<long>(
        $"select count(*) from ticketflow.mt_events where type in ('{string.Join("', '", types)}')");

    private Task ShouldHaveAsync(string job, string type) =>
        Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(job)).Contains(type), true);
}
