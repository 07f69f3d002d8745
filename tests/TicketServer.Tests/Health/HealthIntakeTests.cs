using System.Text;
using System.Text.Json;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.Health;
using TicketServer.Tests.Server;

namespace TicketServer.Tests.Health;

/// <summary>The monitor's messages through a real broker: the queue stops, its users are asked, it goes on by itself.</summary>
public sealed class HealthIntakeTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        _server.Settings["Jobs:BlockAfterFailure"] = "00:10:00";
        _server.Settings["Jobs:RetryAfter"] = "00:10:00";
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 1);
        _agent = await _server.EnrolAsync("desk-1");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_fault_stops_the_queue_and_asks_its_users_and_its_end_lets_the_jobs_go_on()
    {
        await SayAsync(Change(1, HealthStatuses.Stopped, "media-empty"));
        await Eventually.ShouldBecomeAsync(HealthAsync, "stopped");
        await _agent.SendAsync(_agent.Request("hall"));
        var ticket = await _agent.TicketAsync();
        ticket.Why.ShouldBe(WaitReasons.Stopped);
        (await _agent.NoticeAsync()).Text.ShouldContain("out of paper");

        // A repetition, nonsense and an older word change nothing, and nothing that follows them waits.
        await SayAsync(Change(1, HealthStatuses.Stopped, "media-empty"));
        await _server.SayHealthAsync("RH1", Encoding.UTF8.GetBytes("{\"p\":"));
        await _server.SayHealthAsync("RH1", Encoding.UTF8.GetBytes("{\"p\":\"hall\"}"));
        await _server.SayHealthAsync("RH9", "{}"u8.ToArray());
        await SayAsync(Change(2, HealthStatuses.Ready));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(ticket.JobId!))[^1], "go_ahead_issued");
        (await _server.Database.ColumnAsync("select type from ticketflow.mt_events where stream_id = 'resource-hall' order by version"))
            .ShouldBe(
            ["resource_registered", "resource_health_reported", "resource_stopped", "resource_health_reported", "resource_works"]);
        await Eventually.ShouldBecomeAsync(
            () => _server.Database.ScalarAsync<long>("select count(*) from ticketflow.refused_message where agent is null"), 3);
    }

    [Fact]
    public async Task A_queue_that_waits_for_a_check_goes_on_with_its_answer()
    {
        var active = await _agent.SubmitAsync("hall");
        var next = await _agent.SubmitAsync("hall");
        await _agent.SendAsync(new StartFailure(5, active, 1, TransferErrors.Refused, "nobody listens", 3));
        await Eventually.ShouldBecomeAsync(_server.TakeCheckAsync, new CheckResourceNow("hall", TransferErrors.Refused, active));
        await _server.SayHealthAsync(
            ResourceCheckAnswered.MessageType,
            JsonSerializer.SerializeToUtf8Bytes(
                new ResourceCheckAnswered("hall", TimeProvider.System.GetUtcNow(), HealthStatuses.Ready, [], 1, 0),
                HealthJson.Default.ResourceCheckAnswered));
        (await _agent.GoAheadAsync()).JobId.ShouldBe(next);
    }

    private Task SayAsync(ResourceHealthChanged change) => _server.SayHealthAsync(
        ResourceHealthChanged.MessageType, JsonSerializer.SerializeToUtf8Bytes(change, HealthJson.Default.ResourceHealthChanged));

    private Task<string> HealthAsync() =>
        _server.Database.ScalarAsync<string>("select health from ticketflow.queue_resource where name = 'hall'");

    private static ResourceHealthChanged Change(long version, string status, params string[] causes) => new(
        ResourceHealthChanged.IdOf("hall", version), "hall", version, new DateTimeOffset(2026, 3, 1, 9, 0, (int)version, TimeSpan.Zero),
        status, HealthStatuses.Unknown, causes, HealthSources.Snmp);
}
