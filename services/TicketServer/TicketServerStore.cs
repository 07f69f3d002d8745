using TicketFlow.EventStore;
using TicketFlow.Pricing;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Agents;
using TicketFlow.TicketServer.Budgets;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Leases;
using TicketFlow.TicketServer.Queues;
using TicketFlow.TicketServer.Resources;
using TicketFlow.TicketServer.Support;

namespace TicketFlow.TicketServer;

/// <summary>The ticket server's events, aggregates and inline projections; the operators' tool opens the same store.</summary>
public static class TicketServerStore
{
    /// <summary>Registers them.</summary>
    public static void Configure(StoreOptions options)
    {
        foreach (var (type, alias) in JobEventTypes.Aliases
            .Concat(ResourceEventTypes.Aliases).Concat(LeaseEventTypes.Aliases).Concat(TariffEventTypes.Aliases)
            .Concat(AgentEventTypes.Aliases))
        {
            options.Events.MapEventType(type, alias);
        }

        options.Events.Aggregate<JobState>("job", (state, e) => e.Data is JobEvent fact ? JobFold.Evolve(state, fact) : state);
        options.Events.Aggregate<ResourceState>(
            "resource", (state, e) => e.Data is ResourceEvent fact ? ResourceState.Evolve(state, fact) : state);
        options.Events.Aggregate<AgentState>(
            "agent", (state, e) => e.Data is AgentEvent fact ? AgentState.Evolve(state, fact, e.Timestamp) : state);
        options.Events.Aggregate<TariffHistory>(
            "tariff", (history, e) => e.Data is TariffEvent fact ? TariffHistory.Evolve(history, fact) : history);
        options.Projections.AddInline(new QueueProjection());

        // The reporting service runs async projections of this log, under a role that may not make tables here.
        options.Projections.HostDaemons = true;
        AccessEventTypes.Configure(options);
        SupportEvents.Configure(options);
        BudgetEventTypes.Configure(options);
    }
}
