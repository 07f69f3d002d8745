using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>Patent figs. 4 and 5 from the agent's side, on a real broker.</summary>
public sealed class CancelTests : LifeScene
{
    [Fact]
    public async Task A_waiting_job_cancelled_by_its_user_is_gone_when_the_server_says_so()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await QueueAsync(agent.Local);
        Answer(MessageTypes.CancelRequest, _ => StopAsync(StopCodes.ByUser));
        (await WishAsync(agent.Local, job, "cancel")).State.ShouldBe(JobStates.Cancelled);
        (await Server.HearAsync(MessageTypes.StopReport)).Number("b").ShouldBe(0);
    }

    [Fact]
    public async Task A_transfer_cancelled_by_its_user_stops_at_once_and_its_order_is_answered_with_the_bytes_that_had_left()
    {
        UseLargeDocument();
        await using var agent = await World.StartAgentAsync();
        var job = await SendAsync(agent.Local);
        (await WishAsync(agent.Local, job, "cancel")).State.ShouldBe(JobStates.Cancelled);
        (await Server.HearAsync(MessageTypes.CancelRequest)).Text("j").ShouldBe(Id);
        Server.Of(MessageTypes.StopReport).ShouldBeEmpty();
        await StopAsync(StopCodes.ByUser);
        (await Server.HearAsync(MessageTypes.StopReport)).Number("b").ShouldBeInRange(1, Document.Length - 1);
        Printer.Release();
        await Eventually.True(() => Printer.BrokenOff == 1, "the printer is told that this was not the end");
        Printer.Documents.ShouldBeEmpty();
        Server.Of(MessageTypes.TransferFailure).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_cancelled_before_its_id_came_is_cancelled_at_the_server_when_it_comes()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await agent.Local.PrintAsync(Document);
        var request = await RequestOfAsync(job);
        (await WishAsync(agent.Local, job, "cancel")).State.ShouldBe(JobStates.Cancelled);
        await Server.TicketAsync(World.Agent, request, Id);
        (await Server.HearAsync(MessageTypes.CancelRequest)).Text("j").ShouldBe(Id);
        await StopAsync(StopCodes.ByUser);
        await Server.HearAsync(MessageTypes.StopReport);
    }

    [Fact]
    public async Task A_transfer_interrupted_by_an_operator_stops_and_says_so_as_often_as_it_is_told()
    {
        World.Options.Spool.MemoryThreshold = 1000;
        World.Options.Spool.OpenWait = TimeSpan.Zero;
        await using var agent = await World.StartAgentAsync();
        var job = await SendAsync(agent.Local);
        Directory.GetFiles(World.Options.SpoolDirectory).ShouldHaveSingleItem();
        await StopAsync();
        (await Server.HearAsync(MessageTypes.StopReport)).Number("b").ShouldBe(Document.Length);
        (await agent.Local.BecomesAsync(job.Key, JobStates.Cancelled)).Code.ShouldBe(StopCodes.ByOperator);
        await Eventually.True(() => Directory.GetFiles(World.Options.SpoolDirectory).Length == 0, "the document is deleted");
        await StopAsync();
        (await Server.HearAsync(MessageTypes.StopReport, times: 2)).Number("b").ShouldBe(Document.Length);
    }

    [Fact]
    public async Task An_order_for_a_job_nobody_knows_is_confirmed()
    {
        await using var agent = await World.StartAgentAsync();
        await QueueAsync(agent.Local);
        await Server.SayAsync(
            World.Agent, MessageTypes.CancelOrder, new CancelOrder(1, "stranger", StopCodes.ByOperator), AgentJson.Default.CancelOrder);
        var report = await Server.HearAsync(MessageTypes.StopReport);
        (report.Text("j"), report.Number("b")).ShouldBe(("stranger", 0));
    }

    [Fact]
    public async Task A_cancel_the_server_has_not_answered_survives_a_kill()
    {
        World.Options.Broker.AnswerWait = TimeSpan.FromMilliseconds(200);
        string key;
        await using (var first = await AgentProcess.StartAsync(World.Options))
        {
            var job = await QueueAsync(first.Local);
            key = job.Key;
            (await RefusedAsync(first.Local, job, "cancel")).Code.ShouldBe(AgentErrors.ServerSilent);
            (await first.Local.GetAsync(key)).State.ShouldBe(JobStates.Removing);
            await Server.HearAsync(MessageTypes.CancelRequest);
            await first.KillAsync();
        }

        await using var second = await AgentProcess.StartAsync(World.Options);
        await Server.HearAsync(MessageTypes.CancelRequest, times: 2);
        await Server.GoAheadAsync(World.Agent, Id, 1, Printer.Address);
        await Server.HearAsync(MessageTypes.CancelRequest, times: 3);
        await StopAsync(StopCodes.ByUser);
        await second.Local.BecomesAsync(key, JobStates.Cancelled);
        Printer.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task A_completed_job_cannot_be_cancelled()
    {
        Server.AlwaysGoAhead(World.Agent, Printer.Address);
        await using var agent = await World.StartAgentAsync();
        var job = await agent.Local.PrintAsync(Document);
        await agent.Local.BecomesAsync(job.Key, JobStates.Completed);
        (await RefusedAsync(agent.Local, job, "cancel")).Code.ShouldBe(RefusalCodes.TooLate);
    }
}
