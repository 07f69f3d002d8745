using TicketFlow.Contracts.Agents;

namespace TicketServer.Tests.Server;

/// <summary>SU1: what is not the sender's or not known is left out, and the rest of the message counts.</summary>
public sealed class StatusUpdateTests : IAsyncLifetime
{
    private const string Progress =
        "select coalesce(string_agg(job_id || ' ' || attempt || ' ' || bytes_sent, ', '), '') from ticketflow.job_progress";

    private readonly ServerHarness _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall");
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Only_the_sender_s_own_running_transfers_make_progress_and_nothing_becomes_an_event()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        await using var other = await _server.EnrolAsync("desk-2");
        var job = await agent.SubmitAsync("hall");
        await agent.SendAsync(new StartReport(10, job, 1));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(job))[^1], "transfer_started");

        await other.SendAsync(new StatusUpdate(11, [new JobStatus(job, 1, 999)]));
        await other.SendAsync(new PrinterQuery(12));
        await other.PrintersAsync();
        await agent.SendAsync(new StatusUpdate(13, [new JobStatus("aaaaaaaaaaaaaaaa", 1, 7), new JobStatus(job, 1, 500)]));

        await Eventually.ShouldBecomeAsync(() => _server.Database.ScalarAsync<string>(Progress), $"{job} 1 500");
        (await _server.EventsOfAsync(job))[^1].ShouldBe("transfer_started");
        (await _server.Database.ScalarAsync<long>("select count(*) from ticketflow.refused_message")).ShouldBe(0);
    }

    [Fact]
    public async Task A_status_update_with_one_bad_entry_is_refused_whole()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        var job = await agent.SubmitAsync("hall");
        await agent.SendAsync(new StartReport(10, job, 1));
        await agent.SendAsync(new StatusUpdate(11, [new JobStatus(job, 1, 500), new JobStatus(job, 0, -1)]));
        (await agent.RefusalAsync()).Code.ShouldBe("message-invalid");
        (await _server.Database.ScalarAsync<string>(Progress)).ShouldBe("");
    }
}
