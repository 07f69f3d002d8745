using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>Patent steps 7-4 to 7-12: the user learns that the printer stopped, and answers.</summary>
public sealed class NoticeTests : LifeScene
{
    [Fact]
    public async Task A_stopped_printer_asks_over_a_kill_until_the_user_waits_and_is_forgotten_when_it_works()
    {
        string key;
        await using (var first = await AgentProcess.StartAsync(World.Options))
        {
            var job = await QueueAsync(first.Local);
            key = job.Key;
            await NoticeAsync(NoticeCodes.PrinterStopped, [new Alternative("hall", 2, "ground floor")]);
            await Eventually.True(async () => (await first.Local.GetAsync(key)).Question is { Answered: false }, "the question stands");
            await first.KillAsync();
        }

        await using var second = await AgentProcess.StartAsync(World.Options);
        var asked = await second.Local.GetAsync(key);
        asked.Question.ShouldNotBeNull().Alternatives.ShouldNotBeNull().ShouldHaveSingleItem().Printer.ShouldBe("hall");

        (await WishAsync(second.Local, asked, "wait")).Question.ShouldNotBeNull().Answered.ShouldBeTrue();
        (await Server.HearAsync(MessageTypes.WaitRequest)).Text("j").ShouldBe(Id);
        await NoticeAsync(NoticeCodes.PrinterWorks);
        await Eventually.True(async () => (await second.Local.GetAsync(key)).Question is null, "there is no question any more");
    }

    [Fact]
    public async Task A_notice_that_overtakes_the_ticket_asks_as_well()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await agent.Local.PrintAsync(Document);
        var request = await RequestOfAsync(job);
        await Server.SayAsync(
            World.Agent, MessageTypes.Notice,
            new Notice(1, Id, NoticeCodes.PrinterStopped, "office has stopped.", "office", Key: job.Key), AgentJson.Default.Notice);
        await Eventually.True(async () => (await agent.Local.GetAsync(job.Key)).Question is { Answered: false }, "the question stands");

        await Server.TicketAsync(World.Agent, request, Id);
        var waiting = await agent.Local.BecomesAsync(job.Key, JobStates.Waiting);
        waiting.Question.ShouldNotBeNull().Code.ShouldBe(NoticeCodes.PrinterStopped);
        (await WishAsync(agent.Local, waiting, "wait")).Question.ShouldNotBeNull().Answered.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_watches_sees_the_question_as_it_comes()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await QueueAsync(agent.Local);
        using var answer = await agent.Local.Http.GetAsync("v1/watch", HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await lines.ReadLineAsync()).ShouldNotBeNull().ShouldContain(job.Key);
        await NoticeAsync(NoticeCodes.PrinterStopped);
        (await lines.ReadLineAsync()).ShouldNotBeNull().ShouldContain(NoticeCodes.PrinterStopped);
    }
}
