using TicketFlow.EventStore.Projections;
using TicketFlow.Reporting.Facts;
using TicketFlow.Reporting.Organisation;

namespace TicketFlow.Reporting.Ledger;

/// <summary>
/// The ledger: jobs, their outcomes, statistics, faults, and what the sinks make of the outcomes, all from one pass over the log, in the
/// order in which it was recorded. Published in the schema <c>reporting</c>.
/// </summary>
public sealed class ReportedJobs(IReadOnlyList<IOutcomeSink> sinks) : EventProjection
{
    /// <inheritdoc/>
    public override string Name => "ReportedJobs";

    /// <inheritdoc/>
    public override string PublishedSchema => "reporting";

    /// <summary>Raise it with every change of what the tables hold.</summary>
    public override int Version => 4;

    /// <inheritdoc/>
    public override IReadOnlyCollection<Type> EventTypes { get; } =
    [
        .. ReportedFacts.Aliases.Keys, .. OrganisationEventTypes.Aliases.Keys, .. sinks.SelectMany(s => s.EventTypes),
    ];

    /// <summary>All its tables, those of the sinks last.</summary>
    public IReadOnlyList<LedgerTable> Tables { get; } =
    [
        new("job", "job_id"), new("outcome", "sequence"), new("assignment", "sequence"), new("resource", "name"),
        new("downtime", "sequence"), .. sinks.SelectMany(s => s.Tables),
    ];

    /// <inheritdoc/>
    public override string SchemaSql { get; } = string.Join(
        ";\n", sinks.Select(s => s.SchemaSql).Prepend(Sql.Embedded("Ledger.LedgerSchema.sql")));

    /// <inheritdoc/>
    public override string TeardownSql => $"truncate {string.Join(", ", Tables.Select(t => t.Name))}";

    /// <inheritdoc/>
    public override IPageWriter OpenPages() => new LedgerWriter([.. sinks.Select(s => s.Open())]);
}
