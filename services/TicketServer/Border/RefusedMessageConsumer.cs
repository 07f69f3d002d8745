using MassTransit;

namespace TicketFlow.TicketServer.Border;

/// <summary>Takes what the border did not understand, so that it never stops the queue.</summary>
public sealed class RefusedMessageConsumer(RefusedMessageLog refused) : IConsumer<RefusedMessage>
{
    public Task Consume(ConsumeContext<RefusedMessage> context)
    {
        refused.Take(context.Message);
        return Task.CompletedTask;
    }
}
