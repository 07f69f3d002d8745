using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>Patent steps 7-8 to 7-13 from the agent's side, and holding back.</summary>
public sealed class MoveTests : LifeScene
{
    [Fact]
    public async Task A_moved_transfer_keeps_its_document_and_brings_it_to_the_other_printer_byte_for_byte()
    {
        UseLargeDocument();
        await using var hall = new TestPrinter();
        await using var agent = await World.StartAgentAsync();
        var job = await SendAsync(agent.Local);
        Answer(MessageTypes.MoveRequest, _ => StopAsync(StopCodes.Moved, keep: true));
        var moving = WishAsync(agent.Local, job, "move", "hall");
        await Server.HearAsync(MessageTypes.StopReport);
        await TellAsync(job, JobStates.Waiting, "hall");
        (await moving).Printer.ShouldBe("hall");

        await Server.GoAheadAsync(World.Agent, Id, 2, hall.Address);
        (await Server.HearAsync(MessageTypes.CompletionReport)).Number("a").ShouldBe(2);
        hall.Documents.ShouldHaveSingleItem().AsSpan().SequenceEqual(Document).ShouldBeTrue();
        Printer.Release();
        await Eventually.True(() => Printer.BrokenOff == 1, "the first printer is told that this was not the end");
        Printer.Documents.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_move_told_by_the_go_ahead_alone_is_shown_too()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await QueueAsync(agent.Local);
        Printer.Hold();
        Answer(MessageTypes.MoveRequest, _ => Server.GoAheadAsync(World.Agent, Id, 1, Printer.Address, printer: "hall"));
        (await WishAsync(agent.Local, job, "move", "HALL")).Printer.ShouldBe("hall");
    }

    [Fact]
    public async Task A_refused_move_shows_the_alternatives_and_leaves_the_job_where_it_was()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await QueueAsync(agent.Local);
        Answer(MessageTypes.MoveRequest, heard => Server.SayAsync(
            World.Agent,
            MessageTypes.Refusal,
            new Refusal(heard.Number("n"), RefusalCodes.NotAllowed, "Not yours.", JobId: Id, Alternatives: [new Alternative("hall", 3)]),
            AgentJson.Default.Refusal));
        var refused = await RefusedAsync(agent.Local, job, "move", "vault");
        refused.Code.ShouldBe(RefusalCodes.NotAllowed);
        refused.Alternatives.ShouldNotBeNull().ShouldHaveSingleItem().Printer.ShouldBe("hall");
        (await agent.Local.GetAsync(job.Key)).Printer.ShouldBe("office");
        (await agent.Local.GetAsync(job.Key)).State.ShouldBe(JobStates.Waiting);
    }

    [Fact]
    public async Task A_move_without_a_printer_is_not_taken()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await QueueAsync(agent.Local);
        (await RefusedAsync(agent.Local, job, "move")).Code.ShouldBe(AgentErrors.PrinterMissing);
    }

    [Fact]
    public async Task Hold_release_and_yield_answer_with_the_servers_word()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await QueueAsync(agent.Local);
        Answer(MessageTypes.HoldRequest, heard => TellAsync(
            job, heard.Body.GetProperty("h").GetBoolean() ? JobStates.Held : JobStates.Waiting));
        (await WishAsync(agent.Local, job, "hold")).State.ShouldBe(JobStates.Held);
        (await WishAsync(agent.Local, job, "release")).State.ShouldBe(JobStates.Waiting);
        Answer(MessageTypes.YieldRequest, _ => TellAsync(job, JobStates.Waiting));
        (await WishAsync(agent.Local, job, "yield")).State.ShouldBe(JobStates.Waiting);
        (await Server.HearAsync(MessageTypes.YieldRequest)).Text("j").ShouldBe(Id);
    }
}
