using MassTransit;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Health;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;

namespace TicketFlow.TicketServer.Queries;

/// <summary>An agent told of printers that its workstation uses: the monitor keeps the proposals.</summary>
public sealed class SeenPrintersConsumer(IAgentPostOffice post) : IConsumer<AgentMessage<SeenPrinters>>
{
    public Task Consume(ConsumeContext<AgentMessage<SeenPrinters>> context)
    {
        post.Propose(new ProposePrinters(context.Message.Agent, context.Message.Body.Printers));
        return Task.CompletedTask;
    }
}
