using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Server;

/// <summary>A printer stops (patent fig. 7).</summary>
public sealed class StoppedPrinterTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;
    private string _active = "";
    private string _waiting = "";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 1);
        await _server.AddPrinterAsync("attic", slots: 1);
        _agent = await _server.EnrolAsync("desk-1");
        _active = await _agent.SubmitAsync("hall");
        _waiting = await _agent.SubmitAsync("hall");
        await _server.ChangeAsync("hall", new ResourceStopped("hall", ["media-empty"], "paper is empty", "test"));
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Waiting_users_are_told_and_the_job_goes_on_by_itself_when_it_works_again()
    {
        var notice = await _agent.NoticeAsync();
        (notice.JobId, notice.Code, notice.Printer).ShouldBe((_waiting, NoticeCodes.PrinterStopped, "hall"));
        notice.Key.ShouldBe(await _server.Database.ScalarAsync<string>(
            $"select key from ticketflow.queue_job where job_id = '{_waiting}'"));
        notice.Text.ShouldContain("paper is empty");
        await _agent.SendAsync(new WaitRequest(5, _waiting));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_waiting))[^1], "wait_chosen");
        await _agent.FinishAsync(new GoAhead(0, _active, 1, "", "", 1));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_active))[^1], "transfer_completed");
        (await _server.EventsOfAsync(_waiting)).ShouldBe(["job_opened", "job_described", "wait_chosen"]);

        await _server.ChangeAsync("hall", new ResourceWorks("hall", "test"));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_waiting))[^1], "go_ahead_issued");
    }

    [Fact]
    public async Task Who_joins_the_queue_of_a_stopped_printer_is_told_as_well()
    {
        await _agent.NoticeAsync();
        await _agent.SendAsync(_agent.Request("hall"));
        var ticket = await _agent.TicketAsync();
        ticket.Why.ShouldBe(WaitReasons.Stopped);
        var notice = await _agent.NoticeAsync();
        (notice.JobId, notice.Code).ShouldBe((ticket.JobId, NoticeCodes.PrinterStopped));
    }

    [Fact]
    public async Task The_answer_move_takes_the_job_to_a_printer_that_works()
    {
        await _agent.NoticeAsync();
        await _agent.SendAsync(new MoveRequest(5, _waiting, "attic"));
        (await _agent.GoAheadAsync()).JobId.ShouldBe(_waiting);
    }

    [Fact]
    public async Task The_answer_cancel_removes_the_job()
    {
        await _agent.NoticeAsync();
        await _agent.SendAsync(new CancelRequest(5, _waiting));
        (await _agent.CancelOrderAsync()).JobId.ShouldBe(_waiting);
    }
}
