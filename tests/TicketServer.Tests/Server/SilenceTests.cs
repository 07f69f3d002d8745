using TicketFlow.Contracts.Agents;

namespace TicketServer.Tests.Server;

/// <summary>The ladder for a silent agent, and what happens when it is back (M-12).</summary>
public sealed class SilenceTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;
    private string _job = "";

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        string[] actions = ["CheckResource", "Suspect", "AlertAdministrator", "FreeSlot", "Settle"];
        for (var rung = 0; rung < actions.Length; rung++)
        {
            _server.Settings[$"Jobs:Silence:{rung}:After"] = $"00:00:00.{rung}";
            _server.Settings[$"Jobs:Silence:{rung}:Action"] = actions[rung];
        }

        _server.Settings["Jobs:StatusWithin"] = "00:00:00.2";
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 1);
        _agent = await _server.EnrolAsync("desk-1");
        _job = await _agent.SubmitAsync("hall");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_silent_transfer_climbs_every_rung_and_ends_interrupted_and_others_print()
    {
        await _agent.SendAsync(new StartReport(4, _job, 1));
        await Eventually.ShouldBecomeAsync(
            () => _server.EventsOfAsync(_job),
            "job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "resource_check_asked",
            "job_suspected",
            "administrator_alerted", "slot_freed", "transfer_interrupted");
        await _agent.SendAsync(_agent.Request("hall"));
        (await _agent.GoAheadAsync()).Attempt.ShouldBe(1);
    }

    [Fact]
    public async Task An_agent_that_had_printed_after_all_is_believed_after_the_settlement()
    {
        await _agent.SendAsync(new StartReport(4, _job, 1));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_job))[^1], "transfer_interrupted");
        await _agent.SendAsync(new CompletionReport(5, _job, 1, 1000, CompletionGrades.Accepted));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_job))[^1], "transfer_completed");
    }

    [Fact]
    public async Task A_job_that_never_started_is_held_for_its_agent_and_goes_on_when_it_is_back()
    {
        await _agent.SendAsync(new GoAheadReceipt(4, _job, 1));
        await StopServerWith("Jobs:StartWithin", "00:00:00.2");
        (await _agent.TicketAsync()).State.ShouldBe(JobStates.Held);
        await _agent.SendAsync(new Hello(5, "0.1.0", [new HeldJob(_job, HeldStates.Spooled, 1)]));
        await _agent.WelcomeAsync();
        (await _agent.GoAheadAsync()).Attempt.ShouldBe(2);
        (await _server.EventsOfAsync(_job)).TakeLast(3).ShouldBe(["job_held", "job_released", "go_ahead_issued"]);
    }

    [Theory]
    [InlineData(HeldStates.Gone, "transfer_interrupted")]
    [InlineData(HeldStates.Spooled, "go_ahead_issued")]
    [InlineData(HeldStates.Sending, "transfer_started")]
    public async Task A_released_job_is_reconciled_by_what_its_agent_has(string state, string outcome)
    {
        await _agent.SendAsync(new Hello(long.MaxValue, "0.1.0", [new HeldJob(_job, state, 1)]));
        await _agent.WelcomeAsync();
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_job)).Skip(3).Contains(outcome), true);
    }

    [Fact]
    public async Task A_reinstalled_agent_that_names_no_jobs_has_lost_them()
    {
        await _agent.SendAsync(new Hello(long.MaxValue, "0.1.0"));
        await _agent.WelcomeAsync();
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_job))[^1], "transfer_interrupted");
        (await _server.Database.ScalarAsync<long>("select count(*) from ticketflow.queue_job")).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_younger_than_the_hello_is_not_taken_for_lost()
    {
        await _agent.SendAsync(new Hello(0, "0.1.0"));
        await _agent.WelcomeAsync();
        await _agent.FinishAsync(new GoAhead(0, _job, 1, "", "", 1));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_job))[^1], "transfer_completed");
    }

    private async Task StopServerWith(string key, string value)
    {
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_job))[^1], "go_ahead_confirmed");
        await _server.StopAsync();
        _server.Settings[key] = value;
        await _server.Database.ExecuteAsync("update ticketflow.queue_job set deadline_at = now()");
        await _server.StartAsync();
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_job))[^1], "job_held");
    }
}
