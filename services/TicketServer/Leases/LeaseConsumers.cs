using MassTransit;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;

namespace TicketFlow.TicketServer.Leases;

/// <summary>An agent asks for a resource of which there is one.</summary>
public sealed class LeaseRequestConsumer(LeaseDesk desk) : IConsumer<AgentMessage<LeaseRequest>>
{
    public Task Consume(ConsumeContext<AgentMessage<LeaseRequest>> context) =>
        desk.AskAsync(context.Message.Agent, context.Message.Body, context.CancellationToken);
}

/// <summary>An agent keeps its lease.</summary>
public sealed class LeaseRenewalConsumer(LeaseDesk desk) : IConsumer<AgentMessage<LeaseRenewal>>
{
    public Task Consume(ConsumeContext<AgentMessage<LeaseRenewal>> context) =>
        desk.KeepAsync(context.Message.Agent, context.Message.Body, context.CancellationToken);
}

/// <summary>An agent gives its lease back.</summary>
public sealed class LeaseReturnConsumer(LeaseDesk desk) : IConsumer<AgentMessage<LeaseReturn>>
{
    public Task Consume(ConsumeContext<AgentMessage<LeaseReturn>> context) =>
        desk.ReturnAsync(context.Message.Agent, context.Message.Body, context.CancellationToken);
}

/// <summary>An operator takes a lease away.</summary>
public sealed class LeaseOrderConsumer(LeaseDesk desk) : IConsumer<LeaseOrder>
{
    public Task Consume(ConsumeContext<LeaseOrder> context) => desk.TakeAwayAsync(context.Message, context.CancellationToken);
}
