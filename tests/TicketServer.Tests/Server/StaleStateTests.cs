using TicketFlow.Contracts.Agents;
using TicketFlow.EventStore;
using TicketFlow.TicketServer;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Resources;

namespace TicketServer.Tests.Server;

/// <summary>What this server remembers of a job may be behind: another server's dispatcher wrote.</summary>
public sealed class StaleStateTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall");
        await _server.ChangeAsync("hall", new QueuePaused("hall"));
    }

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Reports_about_a_go_ahead_of_another_server_are_not_taken_for_echoes()
    {
        await using var agent = await _server.EnrolAsync("desk-1");
        await agent.SendAsync(agent.Request("hall"));
        var job = (await agent.TicketAsync()).JobId;

        var options = new StoreOptions { ConnectionString = _server.Database.ConnectionString };
        TicketServerStore.Configure(options);
        await using var other = new DocumentStore(options);
        var session = other.LightweightSession();
        session.Events.Append(
            JobId.StreamKey(job), new GoAheadIssued(1, "127.0.0.1:9100", "raw", TimeProvider.System.GetUtcNow().AddHours(1)));
        await session.SaveChangesAsync();

        await agent.SendAsync(new CompletionReport(9, job, 1, 1000, CompletionGrades.Accepted));
        await Eventually.ShouldBecomeAsync(async () => (await _server.EventsOfAsync(job))[^1], "transfer_completed");
    }
}
