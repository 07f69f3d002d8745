using System.Text;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Spool;

/// <summary>What a document says of itself reaches the server with the request that describes it (patent step 3-6).</summary>
public sealed class DocumentFactsTests : IAsyncLifetime
{
    private const string A4 = "iso_a4_210x297mm";
    private static readonly byte[] ThreePagesTwice =
        Encoding.Latin1.GetBytes("\x1b" + "E\x1b&l2X\x1b&l1S\x1b&l26Aone\ftwo\fthree\f\x1b" + "E");

    private readonly AgentWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(100_000)]
    [InlineData(10)]
    public async Task The_server_and_the_user_hear_of_pages_copies_sides_and_paper(int memoryThreshold)
    {
        _world.Options.Spool.MemoryThreshold = memoryThreshold;
        _world.Options.Spool.OpenWait = TimeSpan.FromMilliseconds(50);
        await using var agent = await _world.StartAgentAsync();
        _world.Server.OnMessage = heard => heard.Type == MessageTypes.TicketRequest && memoryThreshold == 10
            ? _world.Server.TicketAsync(_world.Agent, heard, "job-1", JobStates.Opened)
            : Task.CompletedTask;

        var job = await agent.Local.PrintAsync(ThreePagesTwice);

        var heard = await _world.Server.HearAsync(memoryThreshold == 10 ? MessageTypes.JobDescription : MessageTypes.TicketRequest);
        heard.Number("pg").ShouldBe(3);
        heard.Body.GetProperty("pr").GetRawText().ShouldBe("""{"cp":2,"sd":2,"mp":"iso_a4_210x297mm"}""");
        job.Document.ShouldBe(new LocalDocument("pcl", 3, 2, null, 2, 4, A4));
    }

    [Fact]
    public async Task What_is_unknown_is_left_out_and_the_job_goes_on()
    {
        await using var agent = await _world.StartAgentAsync();
        await agent.Local.PrintAsync([0, 1, 2, 3]);
        var heard = await _world.Server.HearAsync(MessageTypes.TicketRequest);
        heard.Body.TryGetProperty("pg", out _).ShouldBeFalse();
        heard.Body.TryGetProperty("pr", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_restart_the_same_is_told_again()
    {
        await using (var before = await _world.StartAgentAsync())
        {
            await before.Local.PrintAsync(ThreePagesTwice);
        }

        var asked = _world.Server.Of(MessageTypes.TicketRequest).Count;
        await using var agent = await _world.StartAgentAsync();
        (await _world.Server.HearAsync(MessageTypes.TicketRequest, asked + 1)).Number("pg").ShouldBe(3);
    }
}
