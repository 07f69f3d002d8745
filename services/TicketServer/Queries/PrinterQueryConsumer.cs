using MassTransit;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Outgoing;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.TicketServer.Queries;

/// <summary>Tells an agent the printers that its user may use, with how busy they are; or what may be leased, with who has it.</summary>
public sealed class PrinterQueryConsumer(IAdmission admission, IAgentPostOffice post, TimeProvider clock, CommitResilience resilience)
    : IConsumer<AgentMessage<PrinterQuery>>
{
    /// <summary>As many as fit one message.</summary>
    private const int Most = 500;

    public async Task Consume(ConsumeContext<AgentMessage<PrinterQuery>> context)
    {
        var query = context.Message.Body;
        var printers = await resilience.Pipeline.ExecuteAsync(
            async token => await admission.PrintersAsync(query.Domain, query.User, query.Exclusive == 1, Most, token),
            context.CancellationToken);
        post.Post(context.Message.Agent, new PrinterList(query.Sequence, printers, clock.GetUtcNow()));
    }
}
