using System.Diagnostics;
using TicketFlow.EventStore;

namespace TicketFlow.Benchmarks.Store;

/// <summary>The measured loops. Each returns seconds.</summary>
internal static class StoreCells
{
    public static async Task<double> AppendAsync(DocumentStore store, int streams, int callers, string prefix)
    {
        var next = -1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next)) < streams)
            {
                var session = store.LightweightSession();
                var key = StoreBench.Key(prefix, number);
                session.Events.StartStream<JobDocument>(key, BenchEvents.OfJob(key, number));
                await session.SaveChangesAsync();
            }
        })));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Load, decide, append one, save: each caller goes round its own hot streams.</summary>
    public static async Task<double> CommandsAsync(DocumentStore store, int commands, int callers, string prefix, int streams)
    {
        var perCaller = commands / callers;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < perCaller; i++)
            {
                var key = StoreBench.Key(prefix, (caller + (i * callers)) % streams);
                var session = store.LightweightSession();
                var stream = await session.Events.FetchForWriting<JobDocument>(key);
                stream.AppendOne(Decide(stream.Aggregate ?? throw new InvalidOperationException($"{key} is empty")));
                await session.SaveChangesAsync();
            }
        })));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static async Task<double> RebuildAsync(DocumentStore store)
    {
        await using var daemon = store.BuildProjectionDaemon();
        var started = Stopwatch.GetTimestamp();
        await daemon.RebuildProjectionAsync(nameof(JobDocument));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public static async Task<(double Seconds, int Events)> ReplayAsync(DocumentStore store)
    {
        var started = Stopwatch.GetTimestamp();
        var count = 0;
        await foreach (var _ in store.ReadAllAsync())
        {
            count++;
        }

        return (Stopwatch.GetElapsedTime(started).TotalSeconds, count);
    }

    private static GoAheadIssued Decide(JobDocument job) =>
        new(job.Id, job.Printer, "10.9.8.7:9100", "raw", job.Attempt + 1, "the agent did not confirm", "ticket-server-a",
            DateTimeOffset.UnixEpoch);
}
