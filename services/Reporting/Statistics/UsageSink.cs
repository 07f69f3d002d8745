using Npgsql;
using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Statistics;

/// <summary>Statistics: adds up a page in memory and writes the sums, and a narrow row per outcome, with one statement per table.</summary>
internal sealed class UsageSink : IOutcomeSink
{
    public IReadOnlyCollection<Type> EventTypes => [];

    public string SchemaSql => Sql.Embedded("Statistics.StatisticsSchema.sql");

    public IReadOnlyList<LedgerTable> Tables { get; } =
    [
        new("usage_hour", "dimension", "hour", "key", "kind", "code"), new("duration_hour", "dimension", "hour", "key", "bucket"),
        new("usage_subject", "id"), new("usage_entry", "at", "sequence"),
    ];

    public IOutcomeWriter Open() => new Writer();

    private sealed class Writer : IOutcomeWriter
    {
        private readonly SubjectShelf _subjects = new();

        public async ValueTask AddAsync(OutcomePage page, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
        {
            if (page.Outcomes.Count == 0)
            {
                return;
            }

            var entries = page.Outcomes.Select(UsageEntry.Of).ToList();
            var (ids, made) = await _subjects.FindAsync(entries, connection, cancellation);
            if (made.Count > 0)
            {
                batch.BatchCommands.Add(UsageEntryRows.Add(made));
            }

            batch.BatchCommands.Add(UsageEntryRows.Add(entries, ids));
            var sums = UsageSums.Of(entries);
            batch.BatchCommands.Add(UsageRows.Add(sums.Usage));
            if (sums.Durations.Count > 0)
            {
                batch.BatchCommands.Add(UsageRows.Add(sums.Durations));
            }
        }
    }
}
