using Npgsql;
using TicketFlow.EventStore.Events;

namespace TicketFlow.Reporting.Ledger;

/// <summary>
/// Something that follows from the outcomes and lives with them: its rows are written in the transaction of the outcomes and of the
/// checkpoint, in the same generation, so that a rebuild makes both anew and readers see both switch at once. Charges are one.
/// Register it in <see cref="ReportingStore.NewReportedJobs"/>; raise <see cref="ReportedJobs.Version"/> when its rows mean something else.
/// </summary>
public interface IOutcomeSink
{
    /// <summary>Its events (tariffs …), beside those of the ledger. Map their aliases in <see cref="Facts.ReportedFacts"/>.</summary>
    IReadOnlyCollection<Type> EventTypes { get; }

    /// <summary>Idempotent DDL of its tables, names unqualified: the generation's schema is first in the search path.</summary>
    string SchemaSql { get; }

    /// <summary>Its tables: what a rebuild empties and <c>ticketflow-ops verify</c> compares.</summary>
    IReadOnlyList<LedgerTable> Tables { get; }

    /// <summary>A writer for one run over the log.</summary>
    IOutcomeWriter Open();
}

/// <summary>
/// One run of a sink over the log. It may remember state between pages (bounded), and is thrown away when a page could not be written; the
/// next one starts from its tables. It is a function of the events alone: no clock, no other tables than its own generation's.
/// </summary>
public interface IOutcomeWriter
{
    /// <summary>
    /// Adds the rows that follow from the page, set-based: one statement per table. May read its tables on the connection first; they hold
    /// what the events before this page made. A tariff counts for an outcome when its event has a smaller sequence and its date has come by
    /// <see cref="Outcome.At"/>.
    /// </summary>
    ValueTask AddAsync(OutcomePage page, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation);
}

/// <summary>A page of the log and what it ended.</summary>
/// <param name="Events">All events of the page the ledger or a sink asked for, in log order.</param>
/// <param name="Outcomes">In log order; each carries its event's sequence.</param>
public sealed record OutcomePage(IReadOnlyList<IEvent> Events, IReadOnlyList<Outcome> Outcomes);

/// <summary>A table of the ledger.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Key">Its key columns.</param>
public sealed record LedgerTable(string Name, params IReadOnlyList<string> Key);
