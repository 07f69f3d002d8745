using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.Health;

namespace TicketServer.Tests.Server;

public sealed class MainPathTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 1);
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_spooled_job_gets_id_and_go_ahead_in_one_answer_and_every_step_is_an_event()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        var request = agent.Request("hall");
        await agent.SendAsync(request);

        var go = await agent.GoAheadAsync();
        (go.Key, go.Attempt, go.Address, go.Mechanism).ShouldBe((request.Key, 1, "127.0.0.1:9100", Mechanisms.Raw));

        await agent.FinishAsync(go);
        await Eventually.ShouldBecomeAsync(
            () => _server.EventsOfAsync(go.JobId),
            "job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "transfer_completed");
        (await _server.Database.ScalarAsync<long>("select count(*) from ticketflow.queue_job")).ShouldBe(0);
    }

    [Fact]
    public async Task The_second_job_learns_its_place_and_goes_when_the_first_is_done()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        await agent.SendAsync(agent.Request("hall"));
        var first = await agent.GoAheadAsync();

        var second = agent.Request("hall");
        await agent.SendAsync(second);
        var ticket = await agent.TicketAsync();
        (ticket.Key, ticket.State, ticket.Position, ticket.Why).ShouldBe((second.Key, JobStates.Waiting, 1, WaitReasons.Busy));

        await agent.FinishAsync(first);
        (await agent.GoAheadAsync()).JobId.ShouldBe(ticket.JobId);
    }

    [Fact]
    public async Task A_job_opened_before_it_is_spooled_waits_for_its_description()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        await agent.SendAsync(agent.Request("hall", bytes: null));
        var ticket = await agent.TicketAsync();
        ticket.State.ShouldBe(JobStates.Opened);

        await agent.SendAsync(new JobDescription(2, ticket.JobId, "127.0.0.1", 3, 20_000_000));
        (await agent.GoAheadAsync()).JobId.ShouldBe(ticket.JobId);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_job_and_another_under_its_key_is_refused()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        var request = agent.Request("hall");
        await agent.SendAsync(request);
        var go = await agent.GoAheadAsync();

        await agent.SendAsync(request);
        (await agent.GoAheadAsync()).ShouldBe(go);

        await agent.SendAsync(request with { User = "bob" });
        var refusal = await agent.RefusalAsync();
        (refusal.Code, refusal.Key).ShouldBe((RefusalCodes.Duplicate, request.Key));
        (await _server.EventsOfAsync(go.JobId)).ShouldBe(["job_opened", "job_described", "go_ahead_issued"]);
    }

    [Fact]
    public async Task An_unknown_printer_and_an_incomplete_request_are_refused_with_their_codes_and_recorded()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        await agent.SendAsync(agent.Request("nowhere"));
        var unknown = await agent.RefusalAsync();
        unknown.Code.ShouldBe(RefusalCodes.PrinterUnknown);
        (await _server.EventsOfAsync(unknown.JobId!)).ShouldBe(["job_refused"]);

        await agent.SendAsync(agent.Request("hall") with { User = " ", OperatingSystem = null });
        var incomplete = await agent.RefusalAsync();
        incomplete.Code.ShouldBe(RefusalCodes.Incomplete);
        incomplete.Text.ShouldContain("user's name is missing");
        (await _server.EventsOfAsync(incomplete.JobId!)).ShouldBe(["job_refused"]);
    }

    [Fact]
    public async Task A_printer_with_several_slots_takes_as_many_jobs_and_no_more_bytes_than_it_may()
    {
        await _server.AddPrinterAsync("wide", slots: 10, bytes: 2_500);
        await using var agent = await _server.EnrolAsync("desk-1");
        await agent.SendAsync(agent.Request("wide"));
        var one = await agent.GoAheadAsync();
        await agent.SendAsync(agent.Request("wide"));
        await agent.GoAheadAsync();
        await agent.SendAsync(agent.Request("wide"));
        (await agent.TicketAsync()).State.ShouldBe(JobStates.Waiting);

        await agent.FinishAsync(one);
        await agent.GoAheadAsync();
    }

    [Fact]
    public async Task A_job_larger_than_the_printer_s_bytes_goes_alone()
    {
        await _server.AddPrinterAsync("small", slots: 10, bytes: 500);
        await using var agent = await _server.EnrolAsync("desk-1");
        await agent.SendAsync(agent.Request("small"));
        await agent.GoAheadAsync();
        await agent.SendAsync(agent.Request("small", bytes: 10));
        (await agent.TicketAsync()).Position.ShouldBe(1);
    }

    [Fact]
    public async Task The_user_sees_the_job_s_history_and_the_printers()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        await agent.SendAsync(agent.Request("hall"));
        var go = await agent.GoAheadAsync();
        await agent.SendAsync(new JobQuery(7, go.JobId));
        var history = await agent.HistoryAsync();
        history.Events.Select(e => (e.Type, e.Actor)).ShouldBe(
            [("job_opened", "agent:" + agent.Id), ("job_described", "agent:" + agent.Id), ("go_ahead_issued", "dispatcher")]);

        await agent.SendAsync(new PrinterQuery(8));
        var printers = await agent.PrintersAsync();
        printers.Printers.ShouldHaveSingleItem().ShouldBe(new PrinterEntry("hall", "busy", 0, 1));
    }

    [Fact]
    public async Task Printers_that_an_agent_saw_go_to_the_monitor_in_its_name_and_nonsense_goes_nowhere()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        foreach (var wrong in new[] { "http://192.0.2.7/", "socket://ana:secret@192.0.2.7:9100", "somewhere" })
        {
            await agent.SendAsync(new SeenPrinters(5, [new SeenPrinter(wrong)]));
            (await agent.RefusalAsync()).Code.ShouldBe(MessageErrors.Invalid);
        }

        await agent.SendAsync(new SeenPrinters(6, [new SeenPrinter("socket://192.0.2.7:9100", "Hall_2")]));
        ProposePrinters? proposed = null;
        await Eventually.ShouldBecomeAsync(
            async () => (proposed ??= await _server.TakeAsync(ProposePrinters.MessageType, HealthJson.Default.ProposePrinters))?.Agent,
            agent.Id);
        proposed!.Printers.ShouldHaveSingleItem().ShouldBe(new SeenPrinter("socket://192.0.2.7:9100", "Hall_2"));
    }

    [Fact]
    public async Task A_job_belongs_to_its_agent_alone()
    {
        await using var owner = await _server.EnrolAsync("desk-1");
        await using var stranger = await _server.EnrolAsync("desk-2");
        await owner.SendAsync(owner.Request("hall"));
        var go = await owner.GoAheadAsync();

        await stranger.SendAsync(new CompletionReport(1, go.JobId, 1, 1000, CompletionGrades.Accepted));
        (await stranger.RefusalAsync()).Code.ShouldBe(RefusalCodes.JobUnknown);
        await stranger.SendAsync(new JobQuery(2, go.JobId));
        (await stranger.RefusalAsync()).Code.ShouldBe(RefusalCodes.JobUnknown);
        (await _server.EventsOfAsync(go.JobId)).ShouldBe(["job_opened", "job_described", "go_ahead_issued"]);
    }
}
