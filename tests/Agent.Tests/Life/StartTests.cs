using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>What an agent says of its starts, from which the server finds copied disks.</summary>
public sealed class StartTests : LifeScene
{
    private string File => Path.Combine(World.Home, "starts");

    [Fact]
    public async Task Each_start_has_a_name_of_its_own_and_names_those_before_it()
    {
        var (first, before) = await HelloAsync();
        before.ShouldBeEmpty();
        var (second, beforeSecond) = await HelloAsync();
        beforeSecond.ShouldBe([first]);
        (await HelloAsync()).Before.ShouldBe([second, first]);
    }

    [Fact]
    public async Task A_start_that_was_killed_before_the_server_heard_of_it_is_named_by_the_next()
    {
        var (first, _) = await HelloAsync();
        World.WriteCredentials("not-the-password", World.BrokerPort);
        await using (var unheard = await AgentProcess.StartAsync(World.Options))
        {
            await unheard.KillAsync();
        }

        await World.EnrolAsync();
        var (_, before) = await HelloAsync();
        (before.Count, before[^1]).ShouldBe((2, first));
    }

    [Fact]
    public async Task A_damaged_list_is_a_new_beginning_and_a_long_one_is_cut()
    {
        await System.IO.File.WriteAllTextAsync(File, "\0\0\0 not a list");
        var (first, before) = await HelloAsync();
        before.ShouldBeEmpty();

        await System.IO.File.WriteAllLinesAsync(File, Enumerable.Repeat(first, 1000));
        (await HelloAsync()).Before.Count.ShouldBe(Hello.MostPrevious);
    }

    [Fact]
    public async Task Where_the_list_cannot_be_kept_nothing_is_said_of_it_and_the_agent_works()
    {
        Directory.CreateDirectory(File);
        await using var agent = await World.StartAgentAsync();
        var hello = await Server.HearAsync(MessageTypes.Hello);
        (hello.Text("st"), hello.Body.TryGetProperty("pv", out _)).ShouldBe((null, false));
        await QueueAsync(agent.Local);
    }

    /// <summary>Starts the agent, hears its hello, and kills it.</summary>
    private async Task<(string Start, IReadOnlyList<string> Before)> HelloAsync()
    {
        var times = Server.Of(MessageTypes.Hello).Count + 1;
        await using var agent = await AgentProcess.StartAsync(World.Options);
        var hello = await Server.HearAsync(MessageTypes.Hello, times);
        await agent.KillAsync();
        return (hello.Text("st").ShouldNotBeNull(),
            hello.Body.TryGetProperty("pv", out var before) ? [.. before.EnumerateArray().Select(id => id.GetString()!)] : []);
    }
}
