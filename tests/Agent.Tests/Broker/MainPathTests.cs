using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Broker;

public sealed class MainPathTests(AgentWorld world) : IClassFixture<AgentWorld>
{
    [Fact]
    public async Task A_small_document_goes_to_the_printer_with_three_messages()
    {
        // The receipt is for slow starts, the repetition for slow answers; how fast this machine is today is not the question.
        world.Options.Transfers.ReceiptAfter = TimeSpan.FromHours(1);
        world.Options.Broker.RequestRepeat = TimeSpan.FromMinutes(1);
        await using var agent = await world.StartAgentAsync();
        world.Server.AlwaysGoAhead(world.Agent, world.Printer.Address);
        var document = "a small document"u8.ToArray();

        var job = await agent.Local.PrintAsync(document);
        await agent.Local.BecomesAsync(job.Key, JobStates.Completed);
        await world.Server.HearAsync(MessageTypes.CompletionReport);

        world.Printer.Documents.ShouldHaveSingleItem().ShouldBe(document);

        // A process says hello once, at its first connection.
        world.Server.Heard.Select(heard => heard.Type).Where(type => type != MessageTypes.Hello)
            .ShouldBe([MessageTypes.TicketRequest, MessageTypes.StartReport, MessageTypes.CompletionReport]);
        world.Server.Heard.ShouldAllBe(heard => heard.User == world.Agent && !heard.HasHeaders);
    }
}
