using Npgsql;
using TicketFlow.Reporting.Ledger;

namespace TicketFlow.Reporting.Statistics;

/// <summary>Statistics by the hour: adds up a page in memory and writes the sums with one statement per table.</summary>
internal sealed class UsageSink : IOutcomeSink
{
    public IReadOnlyCollection<Type> EventTypes => [];

    public string SchemaSql => Sql.Embedded("Statistics.StatisticsSchema.sql");

    public IReadOnlyList<LedgerTable> Tables { get; } =
    [
        new("usage_hour", "dimension", "hour", "key", "kind", "code"), new("duration_hour", "dimension", "hour", "key", "bucket"),
    ];

    public IOutcomeWriter Open() => new Writer();

    private sealed class Writer : IOutcomeWriter
    {
        public ValueTask AddAsync(OutcomePage page, NpgsqlConnection connection, NpgsqlBatch batch, CancellationToken cancellation)
        {
            if (page.Outcomes.Count > 0)
            {
                var sums = UsageSums.Of(page.Outcomes);
                batch.BatchCommands.Add(UsageRows.Add(sums.Usage));
                if (sums.Durations.Count > 0)
                {
                    batch.BatchCommands.Add(UsageRows.Add(sums.Durations));
                }
            }

            return ValueTask.CompletedTask;
        }
    }
}
