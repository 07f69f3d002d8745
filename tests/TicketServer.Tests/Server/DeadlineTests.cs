using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketServer.Tests.Server;

/// <summary>What happens when an agent does not answer (M-12, first rung; design D4).</summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;

    public Task InitializeAsync() => _server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_go_ahead_nobody_confirms_is_sent_again_under_a_new_attempt_until_the_job_is_suspect()
    {
        var go = await ReleaseAsync(("Jobs:ConfirmWithin", "00:00:00.2"), ("Jobs:UnansweredLimit", "2"));
        go.Attempt.ShouldBe(1);
        var again = await _agent.GoAheadAsync();
        (again.JobId, again.Attempt).ShouldBe((go.JobId, 2));
        await Eventually.ShouldBecomeAsync(
            () => _server.EventsOfAsync(go.JobId),
            "job_opened", "job_described", "go_ahead_issued", "go_ahead_expired", "go_ahead_issued", "go_ahead_expired",
            "resource_check_asked",
            "job_suspected");
    }

    [Fact]
    public async Task A_report_under_an_older_attempt_still_counts_for_the_agent_is_the_only_sender()
    {
        var go = await ReleaseAsync(("Jobs:ConfirmWithin", "00:00:00.2"));
        await _agent.GoAheadAsync();
        await _agent.FinishAsync(go);
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(go.JobId))[^1], "transfer_completed");
    }

    [Fact]
    public async Task A_confirmed_go_ahead_that_does_not_start_makes_the_job_suspect()
    {
        var go = await ReleaseAsync(("Jobs:StartWithin", "00:00:00.2"));
        await _agent.SendAsync(new GoAheadReceipt(2, go.JobId, 1));
        await Eventually.ShouldBecomeAsync(
            () => _server.EventsOfAsync(go.JobId), "job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed",
            "resource_check_asked", "job_suspected");
    }

    [Fact]
    public async Task A_transfer_without_status_makes_the_job_suspect_and_the_next_status_clears_it()
    {
        var go = await ReleaseAsync(("Jobs:StatusWithin", "00:00:00.3"));
        await _agent.SendAsync(new StartReport(2, go.JobId, 1));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(go.JobId))[^1], "job_suspected");
        await _agent.SendAsync(new StatusUpdate(3, [new JobStatus(go.JobId, 1, 500)]));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(go.JobId)).Contains("agent_heard_again"), true);
    }

    [Fact]
    public async Task A_transfer_with_status_in_time_is_left_alone_and_its_status_is_no_event()
    {
        var clock = new ShiftedClock();
        _server.Clock = clock;
        var go = await ReleaseAsync(("Jobs:StatusWithin", "00:10:00"));
        await _agent.SendAsync(new StartReport(2, go.JobId, 1));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(go.JobId))[^1], "transfer_started");
        for (var sent = 1; sent <= 4; sent++)
        {
            // Each status comes when half of the time has passed; after four of them twice the time has.
            clock.Advance(TimeSpan.FromMinutes(5));
            await _agent.SendAsync(new StatusUpdate(2 + sent, [new JobStatus(go.JobId, 1, sent)]));
            await Eventually.ShouldBecomeAsync(
                () => _server.Database.ScalarAsync<long>("select coalesce(sum(bytes_sent), 0)::bigint from ticketflow.job_progress"), sent);
        }

        (await _server.EventsOfAsync(go.JobId)).ShouldBe(
            ["job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started"]);
    }

    [Fact]
    public async Task A_failed_start_is_tried_again_after_a_pause_and_given_up_at_the_limit()
    {
        var go = await ReleaseAsync(("Jobs:StartFailureLimit", "2"));
        await _agent.SendAsync(new StartFailure(2, go.JobId, 1, TransferErrors.Refused, "nobody listens", 3));
        (await _agent.GoAheadAsync()).Attempt.ShouldBe(2);
        await _agent.SendAsync(new StartFailure(3, go.JobId, 2, TransferErrors.Refused, "nobody listens", 3));
        await Eventually.ShouldBecomeAsync(
            () => _server.EventsOfAsync(go.JobId),
            "job_opened", "job_described", "go_ahead_issued", "transfer_start_failed", "go_ahead_issued", "transfer_start_failed");
        (await _server.Database.ScalarAsync<long>("select count(*) from ticketflow.queue_job")).ShouldBe(0);
    }

    [Fact]
    public async Task A_job_that_is_never_described_is_cancelled_and_its_agent_told()
    {
        await StartAsync(("Jobs:DescribeWithin", "00:00:01"));
        await _agent.SendAsync(_agent.Request("hall", bytes: null));
        var ticket = await _agent.TicketAsync();
        (await _agent.CancelOrderAsync()).JobId.ShouldBe(ticket.JobId);
        (await _server.EventsOfAsync(ticket.JobId)).ShouldBe(["job_opened", "job_cancelled"]);
    }

    [Fact]
    public async Task A_hello_repeats_the_go_aheads_that_were_missed()
    {
        var go = await ReleaseAsync();
        await _agent.SendAsync(new Hello(1_000_000, "0.1.0", [new HeldJob(go.JobId, HeldStates.Spooled, 0)]));
        await _agent.WelcomeAsync();
        (await _agent.GoAheadAsync()).ShouldBe(go);
    }

    [Fact]
    public async Task Deadlines_survive_a_server_that_was_down_when_they_passed()
    {
        var go = await ReleaseAsync(("Jobs:ConfirmWithin", "00:00:00.5"));
        await _server.StopAsync();
        await _server.StartAsync();
        (await _agent.GoAheadAsync()).Attempt.ShouldBe(2);

        // A slow machine may see it expire once more.
        (await _server.EventsOfAsync(go.JobId)).Take(5).ShouldBe(
            ["job_opened", "job_described", "go_ahead_issued", "go_ahead_expired", "go_ahead_issued"]);
    }

    private static readonly (string Key, string Value)[] ShortLadder =
    [
        ("Jobs:Silence:0:After", "00:00:00"), ("Jobs:Silence:0:Action", "CheckResource"),
        ("Jobs:Silence:1:After", "00:00:00.1"), ("Jobs:Silence:1:Action", "Suspect"),
    ];

    private async Task StartAsync(params (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in ShortLadder.Concat(settings))
        {
            _server.Settings[key] = value;
        }

        await _server.StartAsync();
        await _server.AddPrinterAsync("hall");
        _agent = await _server.EnrolAsync("desk-1");
    }

    private async Task<GoAhead> ReleaseAsync(params (string Key, string Value)[] settings)
    {
        await StartAsync(settings);
        await _agent.SendAsync(_agent.Request("hall"));
        return await _agent.GoAheadAsync();
    }
}
