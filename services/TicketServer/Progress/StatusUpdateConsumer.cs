using MassTransit;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;

namespace TicketFlow.TicketServer.Progress;

/// <summary>Status updates move the progress and the deadline; they are not events (design D4).</summary>
public sealed class StatusUpdateConsumer(ProgressWriter progress) : IConsumer<AgentMessage<StatusUpdate>>
{
    public Task Consume(ConsumeContext<AgentMessage<StatusUpdate>> context)
    {
        progress.Take(context.Message.Agent, context.Message.Body);
        return Task.CompletedTask;
    }
}
