using TicketFlow.EventStore;
using TicketFlow.Ops.Replay;
using TicketFlow.Testing.Postgres;

namespace TicketFlow.Benchmarks.Statistics;

/// <summary>One row among all outcomes is changed by hand; verification must find that one and no other.</summary>
internal static class VerifyBench
{
    public static async Task<List<Figure>> RunAsync(DocumentStore reporting, PostgresDatabase database)
    {
        var generation = await database.ScalarAsync<int>(
            "select generation from ticketflow.projection_generations where name = 'ReportedJobs' and state = 'live'");
        var rows = await database.ScalarAsync<long>("select count(*) from reporting.outcome");
        await database.ExecuteAsync($"""
            update reportedjobs_v{generation}.outcome set bytes_sent = bytes_sent + 1
            where sequence = (select sequence from reporting.outcome order by sequence offset {rows / 2} limit 1)
            """);
        VerificationResult? result = null;
        var seconds = await StatisticsBench.TimeAsync(async () => result = await Verification.RunAsync(
            reporting, KnownProjection.Of("reporting"), most: 10, progress: null, CancellationToken.None));
        return result!.Count == 1
            ? [
                new("statistics_verify_rows", rows, "outcomes"), new("statistics_verify_found", result.Count, "changed row"),
                new("statistics_verify_seconds", seconds, "s"), new("statistics_verify_per_second", result.Events / seconds, "events/s"),
            ]
            : throw new InvalidOperationException($"Verification found {result.Count} differences instead of 1.");
    }
}
