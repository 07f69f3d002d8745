using System.Text.Json;
using TicketFlow.EventStore.Events;
using TicketFlow.Model;
using TicketFlow.TicketServer.Jobs;
using TicketFlow.TicketServer.Queues;

namespace TicketServer.Tests.Model;

/// <summary>A log made up for the judge: each transaction is a second later than the one before.</summary>
internal sealed class PlantedLog
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private readonly List<LoggedEvent> _events = [];

    public IReadOnlyList<LoggedEvent> Events => _events;

    public void Add(string stream, ulong transaction, object data, string actor = "somebody") => _events.Add(new LoggedEvent(
        new PlantedEvent(
            stream, _events.Count(e => e.Event.StreamKey == stream) + 1, _events.Count + 1, Start.AddSeconds(transaction), data, actor),
        transaction));

    /// <summary>A job that waits at the hall's printer.</summary>
    public void Queue(string job, ulong transaction, long bytes)
    {
        Add("job-"
            + job, transaction, new JobOpened(job, "desk-1", job, 1, "hall", "EXAMPLE", "ana", "0.1.0", "linux", "none", null, default));
        Add("job-" + job, transaction, new JobDescribed(null, 1, bytes, null));
    }

    /// <summary>A round that saw what the snapshot says and gave the jobs a turn.</summary>
    public DispatchRound Round(string snapshot, params string[] jobs) => new(
        snapshot, Start.AddSeconds(10),
        [.. jobs.Select(job => new Turn("job-" + job, _events.Count(e => e.Event.StreamKey == "job-" + job), "hall"))]);

    private sealed record PlantedEvent(string StreamKey, long Version, long Sequence, DateTimeOffset Timestamp, object Data, string Actor)
        : IEvent
    {
        public Guid Id => Guid.Empty;

        public string EventTypeName => Data.GetType().Name;

        public string? CorrelationId => null;

        public string? CausationId => null;

        public IReadOnlyDictionary<string, JsonElement> Headers =>
            new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["actor"] = JsonSerializer.SerializeToElement(Actor) };
    }
}
