using TicketFlow.Contracts.Agents;

namespace TicketServer.Tests.Server;

/// <summary>
/// A laptop that sleeps for three days with one job in mid-transfer, one that just got its go-ahead, and one that waits (M-12).
/// </summary>
public sealed class AsleepTests : IAsyncLifetime
{
    private static readonly TimeSpan Nap = TimeSpan.FromMinutes(20);

    private readonly ShiftedClock _clock = new();
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;
    private string _sending = "";
    private string _released = "";
    private string _waiting = "";

    public async Task InitializeAsync()
    {
        _server.Clock = _clock;

        // Far less than a nap, far more than a slow machine's test.
        _server.Settings["Jobs:ConfirmWithin"] = "00:10:00";
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 2);
        _agent = await _server.EnrolAsync("laptop");
        _sending = await _agent.SubmitAsync("hall");
        await _agent.SendAsync(new StartReport(10, _sending, 1));
        _released = await _agent.SubmitAsync("hall");
        _waiting = await _agent.SubmitAsync("hall");
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_sending))[^1], "transfer_started");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Meanwhile_its_jobs_are_settled_and_others_print_and_what_it_says_when_it_wakes_counts()
    {
        await SleepUntilAsync(_sending, "transfer_interrupted");
        await SleepUntilAsync(_released, "job_held");
        await SleepUntilAsync(_waiting, "job_held");
        (await _server.EventsOfAsync(_sending)).Skip(5).ShouldBe(
            ["resource_check_asked", "job_suspected", "administrator_alerted", "slot_freed", "transfer_interrupted"]);
        await using var other = await _server.EnrolAsync("desk-1");
        await other.SendAsync(other.Request("hall"));
        await other.FinishAsync(await other.GoAheadAsync());

        _clock.Advance(TimeSpan.FromDays(3));
        // The lid opens: the printer had closed the connection long ago, nothing of the other two ever left.
        await _agent.SendAsync(new InterruptionReport(20, _sending, 1, 500));
        await _agent.SendAsync(new Hello(21, "0.1.0", [Spooled(_released), Spooled(_waiting)]));
        await PrintsAsync(_released);
        await PrintsAsync(_waiting);
        (await _server.EventsOfAsync(_sending))[^1].ShouldBe("transfer_interrupted");
        (await _server.Database.ScalarAsync<long>("select count(*) from ticketflow.queue_job")).ShouldBe(0);
    }

    [Fact]
    public async Task A_document_that_was_through_before_the_lid_closed_counts_as_printed_when_it_wakes()
    {
        await SleepUntilAsync(_sending, "transfer_interrupted");
        _clock.Advance(TimeSpan.FromDays(3));
        await _agent.SendAsync(new CompletionReport(20, _sending, 1, 1000, CompletionGrades.Accepted));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(_sending))[^1], "transfer_completed");
        (await _server.EventsOfAsync(_sending)).Count(e => e == "go_ahead_issued").ShouldBe(1);
    }

    private static HeldJob Spooled(string job) => new(job, HeldStates.Spooled, 1);

    /// <summary>Time passes, nap by nap, for no longer than three days.</summary>
    private async Task SleepUntilAsync(string job, string step)
    {
        for (var slept = TimeSpan.Zero; slept < TimeSpan.FromDays(3); slept += Nap)
        {
            var before = await _server.Database.ScalarAsync<long>("select max(seq_id) from ticketflow.mt_events");
            if ((await _server.EventsOfAsync(job))[^1] == step)
            {
                return;
            }

            _clock.Advance(Nap);
            await Eventually.ShouldBecomeAsync(
                async () => await _server.Database.ScalarAsync<long>("select max(seq_id) from ticketflow.mt_events") > before, true);
        }

        (await _server.EventsOfAsync(job))[^1].ShouldBe(step);
    }

    private async Task PrintsAsync(string job)
    {
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(job))[^1], "go_ahead_issued");
        var attempt = await _server.Database.ScalarAsync<int>($"select attempt from ticketflow.queue_job where job_id = '{job}'");
        await _agent.FinishAsync(new GoAhead(0, job, attempt, "", "", 1));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(job))[^1], "transfer_completed");
    }
}
