using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>What a killed agent says of its jobs when it is back.</summary>
public sealed class HelloTests : LifeScene
{
    [Fact]
    public async Task Killed_without_an_id_it_states_the_key() =>
        await StatesAsync(local => local.PrintAsync(Document), HeldStates.Spooled, attempt: 0, known: false);

    [Fact]
    public async Task Killed_while_waiting_it_states_a_spooled_job() => await StatesAsync(QueueAsync, HeldStates.Spooled, attempt: 0);

    [Fact]
    public async Task Killed_while_starting_it_states_a_spooled_job_that_may_be_told_again()
    {
        World.Options.Transfers.Raw.ConnectTries = 100;
        World.Options.Transfers.Raw.WaitBetweenTries = TimeSpan.FromSeconds(1);
        await StatesAsync(
            async local =>
            {
                var job = await QueueAsync(local);
                await Server.GoAheadAsync(World.Agent, Id, 1, "127.0.0.1:1");
                await Server.HearAsync(MessageTypes.GoAheadReceipt);
                return job;
            },
            HeldStates.Spooled,
            attempt: 0);
    }

    [Fact]
    public async Task Killed_while_sending_it_states_an_interruption() => await StatesAsync(SendAsync, HeldStates.Interrupted, attempt: 1);

    [Fact]
    public async Task Killed_while_it_is_to_stop_it_has_stopped()
    {
        await using (var first = await AgentProcess.StartAsync(World.Options))
        {
            await SendAsync(first.Local);
            await StopAsync(keep: true);
            await Server.HearAsync(MessageTypes.StopReport);
            await first.KillAsync();
        }

        var job = await HelloOfNextAsync();
        job.GetProperty("s").GetString().ShouldBe(HeldStates.Spooled);
        job.GetProperty("a").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Without_jobs_it_says_hello_once_so_that_the_server_learns_what_is_gone()
    {
        await using var agent = await World.StartAgentAsync();
        (await Server.HearAsync(MessageTypes.Hello)).Body.TryGetProperty("s", out _).ShouldBeFalse();
    }

    private async Task StatesAsync(
        Func<LocalClient, Task<Contracts.LocalApi.LocalJob>> act, string state, int attempt, bool known = true)
    {
        string key;
        await using (var first = await AgentProcess.StartAsync(World.Options))
        {
            key = (await act(first.Local)).Key;
            await Server.HearAsync(MessageTypes.TicketRequest);
            await first.KillAsync();
        }

        var last = Server.Heard.Max(heard => heard.Number("n"));
        var job = await HelloOfNextAsync();
        (job.GetProperty("s").GetString(), job.GetProperty("a").GetInt32()).ShouldBe((state, attempt));
        job.GetProperty(known ? "j" : "k").GetString().ShouldBe(known ? Id : key);
        Server.Of(MessageTypes.Hello)[^1].Number("n").ShouldBeGreaterThan(last, "numbers grow over restarts");
    }

    private async Task<System.Text.Json.JsonElement> HelloOfNextAsync()
    {
        var before = Server.Of(MessageTypes.Hello).Count;
        await using var second = await AgentProcess.StartAsync(World.Options);
        var hello = await Server.HearAsync(MessageTypes.Hello, before + 1);
        return hello.Body.GetProperty("s").EnumerateArray().ShouldHaveSingleItem();
    }
}
