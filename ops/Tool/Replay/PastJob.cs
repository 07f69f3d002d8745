using TicketFlow.EventStore;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Queries;

namespace TicketFlow.Ops.Replay;

/// <summary>A job at a moment.</summary>
/// <param name="Entry">Its line in the queue; null when it was in none.</param>
/// <param name="Printer">The queue it stood in.</param>
/// <param name="Happened">What had happened until then.</param>
internal sealed record PastJob(
    string Job, DateTimeOffset At, string State, string? Printer, PastEntry? Entry, IReadOnlyList<string> Happened)
{
    /// <summary>The job as its events up to the moment make it.</summary>
    /// <exception cref="OperationException">It did not exist then.</exception>
    public static async Task<PastJob> ReadAsync(DocumentStore store, string id, DateTimeOffset moment, CancellationToken cancellation)
    {
        var key = JobId.IsWellFormed(id) ? JobId.StreamKey(id) : id;
        var streams = store.LightweightSession().Events;
        var events = await streams.FetchStreamAsync(key, timestamp: moment, cancellation: cancellation);
        var job = await streams.AggregateStreamAsync<JobState>(key, timestamp: moment, cancellation: cancellation);
        if (job is null || events.Count == 0)
        {
            throw new OperationException(ExitCodes.NotFound, $"There was no job '{id}' at {moment:u}.");
        }

        var queue = job.Resource is { } printer ? await PastQueue.ReadAsync(store, printer, moment, cancellation) : null;
        var entry = queue?.Jobs.FirstOrDefault(j => string.Equals("job-" + j.Job, key, StringComparison.Ordinal));
        return new(
            key["job-".Length..], moment, job.Phase.ToString().ToLowerInvariant(), job.Resource, entry,
            [.. events.Select(e => string.Create(null, $"{e.Timestamp.UtcDateTime:HH:mm:ss.fff} {JobNarrator.Tell(e.Data)}"))]);
    }
}
