using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Messaging.Wire;

namespace TicketServer.Tests.Server;

/// <summary>Cancel (patent fig. 4), interrupt (fig. 5), move, resend.</summary>
public sealed class RemovalTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;
    private string _active = "";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _server.Settings["Jobs:StopWithin"] = "01:00:00";
        _server.Settings["Jobs:StopReminders"] = "1";
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 1);
        await _server.AddPrinterAsync("attic", slots: 1);
        _agent = await _server.EnrolAsync("desk-1");
        _active = await _agent.SubmitAsync("hall");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_waiting_job_is_cancelled_at_once()
    {
        var job = await _agent.SubmitAsync("hall");
        await _agent.SendAsync(new CancelRequest(5, job));
        var order = await _agent.CancelOrderAsync();
        (order.JobId, order.Code, order.Keep).ShouldBe((job, StopCodes.ByUser, null));
        (await _server.EventsOfAsync(job)).ShouldBe(["job_opened", "job_described", "job_cancelled"]);
    }

    [Fact]
    public async Task A_running_job_is_being_removed_until_its_agent_confirmed_and_its_slot_is_not_given_away_before()
    {
        await _agent.SendAsync(new StartReport(4, _active, 1));
        var next = await _agent.SubmitAsync("hall");
        await _agent.SendAsync(new CancelRequest(5, _active));
        (await _agent.CancelOrderAsync()).JobId.ShouldBe(_active);
        (await _server.Database.ScalarAsync<bool>($"select active from ticketflow.queue_job where job_id = '{_active}'")).ShouldBeTrue();

        await _agent.SendAsync(new StopReport(6, _active, 400));
        (await _agent.GoAheadAsync()).JobId.ShouldBe(next);
        (await _server.EventsOfAsync(_active)).TakeLast(2).ShouldBe(["removal_ordered", "job_cancelled"]);
    }

    [Fact]
    public async Task An_agent_that_never_confirms_is_told_again_and_then_the_job_is_taken_as_stopped()
    {
        await _server.StopAsync();
        _server.Settings["Jobs:StopWithin"] = "00:00:00.3";
        await _server.StartAsync();
        await _server.OrderAsync(_active, _agent, OperatorActions.Interrupt);
        (await _agent.CancelOrderAsync()).Code.ShouldBe(StopCodes.ByOperator);
        (await _agent.CancelOrderAsync()).Code.ShouldBe(StopCodes.ByOperator);
        await Eventually.ShouldBecomeAsync(
            () => _server.EventsOfAsync(_active),
            "job_opened", "job_described", "go_ahead_issued", "removal_ordered", "removal_reminded", "job_cancelled");
        (await _server.Database.ScalarAsync<long>("select count(*) from ticketflow.queue_job")).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_was_printed_before_the_order_came_is_printed()
    {
        await _agent.SendAsync(new CancelRequest(5, _active));
        await _agent.CancelOrderAsync();
        await _agent.SendAsync(new CompletionReport(6, _active, 1, 1000, CompletionGrades.Accepted));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_active))[^1], "transfer_completed");
    }

    [Fact]
    public async Task A_waiting_job_moves_with_its_id_and_goes_there()
    {
        var job = await _agent.SubmitAsync("hall");
        await _agent.SendAsync(new MoveRequest(5, job, "attic"));
        (await _agent.GoAheadAsync()).JobId.ShouldBe(job);
        (await _server.EventsOfAsync(job)).ShouldBe(["job_opened", "job_described", "job_moved", "go_ahead_issued"]);
    }

    [Fact]
    public async Task A_running_job_is_stopped_first_and_keeps_its_document()
    {
        await _agent.SendAsync(new StartReport(4, _active, 1));
        await _agent.SendAsync(new MoveRequest(5, _active, "attic"));
        var order = await _agent.CancelOrderAsync();
        (order.Code, order.Keep).ShouldBe((StopCodes.Moved, 1));
        await _agent.SendAsync(new StopReport(6, _active, 0));
        var go = await _agent.GoAheadAsync();
        (go.JobId, go.Attempt).ShouldBe((_active, 2));

        // An echo of the stopped transfer touches nothing.
        await _agent.SendAsync(new TransferFailure(7, _active, 1, 10, TransferErrors.Reset));
        await _agent.FinishAsync(go);
        await Eventually.ShouldBecomeAsync(
            () => _server.EventsOfAsync(_active),
            "job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "removal_ordered", "job_moved",
            "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "transfer_completed");
    }

    [Fact]
    public async Task A_move_to_an_unknown_printer_is_refused_and_recorded_and_the_job_stays()
    {
        var job = await _agent.SubmitAsync("hall");
        await _agent.SendAsync(new MoveRequest(5, job, "nowhere"));
        (await _agent.RefusalAsync()).Code.ShouldBe(RefusalCodes.PrinterUnknown);
        (await _server.EventsOfAsync(job)).ShouldBe(["job_opened", "job_described", "move_refused"]);
        await _agent.FinishAsync(new GoAhead(0, _active, 1, "", "", 1));
        (await _agent.GoAheadAsync()).JobId.ShouldBe(job);
    }

    [Fact]
    public async Task An_interrupted_job_is_printed_again_only_by_choice()
    {
        await _agent.SendAsync(new StartReport(4, _active, 1));
        await _agent.SendAsync(new InterruptionReport(5, _active, 1, 400));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_active))[^1], "transfer_interrupted");
        await _agent.SendAsync(new ResendRequest(6, _active));
        var go = await _agent.GoAheadAsync();
        (go.JobId, go.Attempt).ShouldBe((_active, 2));
        await _agent.FinishAsync(go);
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_active))[^1], "transfer_completed");
        await _agent.SendAsync(new ResendRequest(7, _active));
        (await _agent.RefusalAsync()).Code.ShouldBe(RefusalCodes.TooLate);
    }
}
