using System.Net.Http.Json;
using TicketFlow.Agent.Options;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Life;

public sealed class IdentityTests : LifeScene
{
    [Fact]
    public async Task A_second_agent_with_the_same_identity_says_so_keeps_its_jobs_and_takes_over_when_the_first_ends()
    {
        var home = Directory.CreateTempSubdirectory("tf-agent-");
        var options = new AgentOptions
        {
            Home = home.FullName,
            Socket = Path.Combine(home.FullName, "agent.sock"),
            Credentials = World.CredentialsFile,
            Broker = { ReconnectWait = TimeSpan.FromMilliseconds(50), AnswerWait = TimeSpan.FromSeconds(1) },
        };
        await using (var first = await World.StartAgentAsync())
        {
            await QueueAsync(first.Local);
            var host = await AgentHost.StartAsync(options, BrokerCredentials.Load(World.CredentialsFile));
            await using var second = new RunningAgent(host, options.Socket);
            var waiting = await second.Local.PrintAsync(Document);
            await Eventually.True(
                async () => await CodeAsync(second) == AgentErrors.IdentityInUse, "the second agent knows why it is not served");
            Server.Of(MessageTypes.TicketRequest).ShouldNotContain(request => request.Text("k") == waiting.Key);

            await first.Host.App.StopAsync();
            await Server.TicketAsync(World.Agent, await RequestOfAsync(waiting), "j2");
            await second.Local.BecomesAsync(waiting.Key, JobStates.Waiting);
        }

        home.Delete(recursive: true);
    }

    private static async Task<string?> CodeAsync(RunningAgent agent)
    {
        using var answer = await agent.Local.Http.GetAsync("v1/printers");
        return (await answer.Content.ReadFromJsonAsync(LocalJson.Default.LocalError))?.Code;
    }
}
