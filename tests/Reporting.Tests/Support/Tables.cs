using TicketFlow.Reporting;
using TicketFlow.Testing.Postgres;

namespace Reporting.Tests.Support;

/// <summary>All rows of the ledger as text, to compare whole generations.</summary>
internal static class Tables
{
    public static IEnumerable<string> Names => ReportingStore.NewReportedJobs().Tables.Select(t => t.Name);

    /// <summary>The rows of every table, sorted, one JSON object each, below the table's name.</summary>
    public static async Task<IReadOnlyList<string>> DumpAsync(PostgresDatabase database, params IEnumerable<string> names)
    {
        var lines = new List<string>();
        foreach (var table in ReportingStore.NewReportedJobs().Tables.Where(t => names.Contains(t.Name)))
        {
            lines.Add(table.Name);
            lines.AddRange(await database.ColumnAsync(
                $"set timezone = 'UTC'; select to_jsonb(t)::text from reporting.{table.Name} t order by to_jsonb(t)::text collate \"C\""));
        }

        return lines;
    }
}
