using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.TicketServer.Jobs;

namespace TicketFlow.Benchmarks.Statistics;

/// <summary>
/// How far the ledger is behind: jobs are appended at a steady rate, and each outcome's time from its commit until it can be read is taken.
/// </summary>
internal static class LagBench
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);
    private static readonly DateTimeOffset Later = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task<List<Figure>> RunAsync(DocumentStore server, DocumentStore reporting, int rate, int seconds)
    {
        var committed = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await using var daemon = reporting.BuildProjectionDaemon();
        await daemon.StartAllAsync();
        await daemon.WaitForNonStaleDataAsync(TimeSpan.FromMinutes(5));
        var watch = WatchAsync(reporting.DataSource, committed, rate * seconds);
        await AppendAsync(server, committed, rate, seconds);
        var lags = await watch;
        lags.Sort();
        return
        [
            new("statistics_lag_p50", lags[lags.Count / 2], "ms"),
            new("statistics_lag_p99", lags[lags.Count * 99 / 100], "ms"),
            new("statistics_lag_jobs", lags.Count, "jobs"),
        ];
    }

    private static async Task AppendAsync(DocumentStore server, ConcurrentDictionary<string, long> committed, int rate, int seconds)
    {
        var (begun, appends) = (Stopwatch.GetTimestamp(), new List<Task>());
        for (var job = 0; job < rate * seconds; job++)
        {
            var due = TimeSpan.FromSeconds((double)job / rate) - Stopwatch.GetElapsedTime(begun);
            if (due > Look)
            {
                await Task.Delay(due);
            }

            appends.Add(OneAsync(server, committed, $"lag{job:0000000}"));
        }

        await Task.WhenAll(appends);
    }

    // In two commits, as a job's life has several.
    private static async Task OneAsync(DocumentStore server, ConcurrentDictionary<string, long> committed, string id)
    {
        var session = server.LightweightSession();
        session.Events.Append("job-" + id,
            new JobOpened(id, "pc-1", id, 1, "printer-1", "example", "user1", "1", "linux", "pcl", "title", Later),
            new JobDescribed("10.0.0.9:9100", 3, 10_000, null), new GoAheadIssued(1, "10.0.0.9:9100", "raw", Later),
            new GoAheadConfirmed(1, Later));
        await session.SaveChangesAsync();
        session = server.LightweightSession();
        session.Events.Append("job-" + id, new TransferStarted(1, Later), new TransferCompleted(1, 10_000, "idle", 100));
        await session.SaveChangesAsync();
        committed[id] = Stopwatch.GetTimestamp();
    }

    private static async Task<List<double>> WatchAsync(
        NpgsqlDataSource database, ConcurrentDictionary<string, long> committed, int expected)
    {
        var (lags, seen) = (new List<double>(), new Dictionary<string, long>(StringComparer.Ordinal));
        var (after, begun) = (0L, Stopwatch.GetTimestamp());
        await using (var highest = database.CreateCommand("select coalesce(max(sequence), 0) from reporting.outcome"))
        {
            after = (long)(await highest.ExecuteScalarAsync())!;
        }

        while (lags.Count < expected && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMinutes(10))
        {
            after = await ReadAsync(database, after, seen);
            foreach (var (id, at) in seen.ToArray())
            {
                // Seen before the committer itself learned of its commit: no lag at all.
                if (committed.TryGetValue(id, out var commit))
                {
                    lags.Add(Math.Max(0, Stopwatch.GetElapsedTime(commit, at).TotalMilliseconds));
                    seen.Remove(id);
                }
            }

            await Task.Delay(Look);
        }

        return lags.Count == expected ? lags : throw new InvalidOperationException($"Only {lags.Count} of {expected} outcomes were seen.");
    }

    private static async Task<long> ReadAsync(NpgsqlDataSource database, long after, Dictionary<string, long> seen)
    {
        await using var command = database.CreateCommand(
            "select sequence, job_id from reporting.outcome where sequence > $1 order by sequence");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        await using var reader = await command.ExecuteReaderAsync();
        var now = Stopwatch.GetTimestamp();
        while (await reader.ReadAsync())
        {
            after = reader.GetInt64(0);
            seen[reader.GetString(1)] = now;
        }

        return after;
    }
}
