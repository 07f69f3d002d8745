using TicketFlow.Pricing;
using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Costs;

/// <summary>Charges: what each outcome cost, in the transaction of the outcomes.</summary>
internal sealed class ChargeSink : IOutcomeSink
{
    public IReadOnlyCollection<Type> EventTypes { get; } = [.. TariffEventTypes.Aliases.Keys];

    public string SchemaSql { get; } = Sql.Embedded("Costs.CostsSchema.sql");

    public IReadOnlyList<LedgerTable> Tables { get; } = [new("charge", "sequence"), new("tariff_version", "sequence")];

    public IOutcomeWriter Open() => new ChargeWriter();
}
