using Npgsql;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Projections;
using TicketFlow.Pricing;

namespace TicketFlow.Reporting.Organisation;

/// <summary>Tells ticket servers with the commit that people have moved: from then on other budgets are theirs. Keeps nothing.</summary>
internal sealed class OrganisationNews : IInlineProjection
{
    private const string Tell = $"select pg_notify('{CostNotices.Channel}', '')";

    public IReadOnlyCollection<Type> EventTypes { get; } =
        [typeof(PersonAssigned), typeof(PersonLeft), typeof(DepartmentAssigned)];

    public string SchemaSql => "";

    public void Apply(IReadOnlyList<IEvent> events, NpgsqlBatch batch) => batch.BatchCommands.Add(new NpgsqlBatchCommand(Tell));
}
