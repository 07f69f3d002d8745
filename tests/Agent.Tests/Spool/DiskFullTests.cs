using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Tests.Spool;

/// <summary>The system itself takes no more bytes (a limit on the agent's files stands for the full disk).</summary>
public sealed class DiskFullTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Options.Spool.MemoryThreshold = 1000;
        _world.Options.Spool.OpenWait = TimeSpan.FromSeconds(30);
        _world.Server.OnMessage = heard => heard.Type == MessageTypes.TicketRequest
            ? _world.Server.TicketAsync(_world.Agent, heard, "job-" + heard.Text("k"), JobStates.Opened)
            : Task.CompletedTask;
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_document_that_does_not_fit_is_refused_with_what_to_do_the_server_told_why_and_the_agent_goes_on()
    {
        await using var agent = await AgentProcess.StartAsync(_world.Options, largestFile: 1024);
        var refused = await agent.Local.RefusedAsync(new ByteArrayContent(new byte[4_000_000]));
        refused.Code.ShouldBe(AgentErrors.DiskFull);
        refused.Text.ShouldContain("make room and print again");
        (await _world.Server.HearAsync(MessageTypes.CancelRequest)).Text("c").ShouldBe(AgentErrors.DiskFull);
        Directory.GetFiles(_world.Options.SpoolDirectory).ShouldBeEmpty();
        (await agent.Local.PrintAsync(new byte[500])).State.ShouldBe("accepted");
    }
}
