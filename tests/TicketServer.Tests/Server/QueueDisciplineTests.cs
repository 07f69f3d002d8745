using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.Health;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Server;

/// <summary>Order, holds, pauses and drains (M-7, M-9).</summary>
public sealed class QueueDisciplineTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;
    private string _active = "";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 1);
        _agent = await _server.EnrolAsync("desk-1");
        _active = await _agent.SubmitAsync("hall");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Jobs_go_in_the_order_they_came()
    {
        var (first, second) = (await _agent.SubmitAsync("hall"), await _agent.SubmitAsync("hall"));
        (await NextAsync(_active)).ShouldBe(first);
        (await NextAsync(first)).ShouldBe(second);
    }

    [Fact]
    public async Task A_higher_priority_goes_before_an_older_job()
    {
        var (first, second) = (await _agent.SubmitAsync("hall"), await _agent.SubmitAsync("hall"));
        await OrderedAsync(second, OperatorActions.Priority, "5", "job_prioritised");
        (await NextAsync(_active)).ShouldBe(second);
        (await NextAsync(second)).ShouldBe(first);
    }

    [Fact]
    public async Task A_promoted_job_goes_first_and_the_last_promoted_before_that()
    {
        var (first, second, third) = (await _agent.SubmitAsync("hall"), await _agent.SubmitAsync("hall"), await _agent.SubmitAsync("hall"));
        await OrderedAsync(second, OperatorActions.Promote, null, "job_reordered");
        await OrderedAsync(third, OperatorActions.Promote, null, "job_reordered");
        (await NextAsync(_active)).ShouldBe(third);
        (await NextAsync(third)).ShouldBe(second);
        (await NextAsync(second)).ShouldBe(first);
    }

    [Fact]
    public async Task A_user_lets_the_others_go_first()
    {
        var (first, second) = (await _agent.SubmitAsync("hall"), await _agent.SubmitAsync("hall"));
        await _agent.SendAsync(new YieldRequest(9, first));
        await _agent.TicketAsync();
        (await NextAsync(_active)).ShouldBe(second);
        (await NextAsync(second)).ShouldBe(first);
    }

    [Fact]
    public async Task A_held_job_is_passed_until_its_user_releases_it()
    {
        var (first, second) = (await _agent.SubmitAsync("hall"), await _agent.SubmitAsync("hall"));
        await _agent.SendAsync(new HoldRequest(9, first, true));
        (await _agent.TicketAsync()).State.ShouldBe(JobStates.Held);
        (await NextAsync(_active)).ShouldBe(second);
        await _agent.SendAsync(new HoldRequest(10, first, false));
        (await _agent.TicketAsync()).State.ShouldBe(JobStates.Waiting);
        (await NextAsync(second)).ShouldBe(first);
    }

    [Fact]
    public async Task What_an_operator_holds_its_user_cannot_release()
    {
        var job = await _agent.SubmitAsync("hall");
        await _server.OrderAsync(job, _agent, OperatorActions.Hold);
        (await _agent.NoticeAsync()).Code.ShouldBe(NoticeCodes.Held);
        await _agent.SendAsync(new HoldRequest(9, job, false));
        (await _agent.RefusalAsync()).Code.ShouldBe(RefusalCodes.TooLate);
        await OrderedAsync(job, OperatorActions.Release, null, "job_released");
    }

    [Fact]
    public async Task A_paused_queue_takes_jobs_and_gives_no_go_aheads_until_resumed()
    {
        await _server.ChangeAsync("hall", new QueuePaused("hall"));
        await _agent.SendAsync(_agent.Request("hall"));
        var ticket = await _agent.TicketAsync();
        ticket.Why.ShouldBe(WaitReasons.Paused);
        await _agent.FinishAsync(new GoAhead(0, _active, 1, "", "", 1));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_active))[^1], "transfer_completed");
        await _server.ChangeAsync("hall", new QueueResumed("hall"));
        (await _agent.GoAheadAsync()).JobId.ShouldBe(ticket.JobId);
    }

    [Fact]
    public async Task After_a_failed_start_nothing_goes_to_the_printer_until_it_was_checked()
    {
        await _server.StopAsync();
        _server.Settings["Jobs:BlockAfterFailure"] = "00:10:00";
        _server.Settings["Jobs:RetryAfter"] = "00:10:00";
        await _server.StartAsync();
        var next = await _agent.SubmitAsync("hall");
        await _agent.SendAsync(new StartFailure(5, _active, 1, TransferErrors.Refused, "nobody listens", 3));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_active))[^1], "transfer_start_failed");

        await Eventually.ShouldBecomeAsync(_server.TakeCheckAsync, new CheckResourceNow("hall", TransferErrors.Refused, _active));

        await _agent.SendAsync(_agent.Request("hall"));
        (await _agent.TicketAsync()).Why.ShouldBe(WaitReasons.Checking);
        await _server.ChangeAsync("hall", new ResourceChecked("hall", "test"));
        (await _agent.GoAheadAsync()).JobId.ShouldBe(next);
    }

    [Fact]
    public async Task A_forecast_comes_with_the_place_once_the_printer_s_speed_is_known()
    {
        await _agent.SendAsync(new CompletionReport(5, _active, 1, 1000, CompletionGrades.Accepted, 4000));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_active))[^1], "transfer_completed");
        await _agent.SubmitAsync("hall");
        await _agent.SendAsync(_agent.Request("hall"));
        (await _agent.TicketAsync()).StartsInSeconds.ShouldBe(4);
    }

    private async Task<string> NextAsync(string finished)
    {
        await _agent.FinishAsync(new GoAhead(0, finished, 1, "", "", 1));
        return (await _agent.GoAheadAsync()).JobId;
    }

    private async Task OrderedAsync(string job, string action, string? argument, string alias)
    {
        var before = (await _server.EventsOfAsync(job)).Count;
        await _server.OrderAsync(job, _agent, action, argument);
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(job)).ElementAtOrDefault(before), alias);
        await _agent.TicketAsync();
    }
}
