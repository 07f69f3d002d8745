using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Sessions;

/// <summary>What a session will do to one stream; events are still plain objects.</summary>
internal sealed class PendingStream(string key)
{
    public string Key { get; } = key;

    public long? VersionBefore { get; set; }

    public bool MustStart { get; set; }

    public string? AggregateAlias { get; set; }

    public AggregateDefinition? Aggregate { get; set; }

    public bool Archive { get; set; }

    public int Count { get; set; }
}

/// <summary>A session's uncommitted work: per stream the fences, and all events in the order they were appended.</summary>
internal sealed class PendingUnit
{
    private Dictionary<string, PendingStream> _streams = new(StringComparer.Ordinal);
    private List<(PendingStream Stream, object Data)> _events = [];
    private Exception? _fault;

    public bool IsEmpty => _streams.Count == 0 && _fault is null;

    /// <summary>Empties the unit and returns what was in it.</summary>
    /// <exception cref="EventStreamUnexpectedMaxEventIdException">Two appends of this unit to one stream contradict each other.</exception>
    public (IReadOnlyCollection<PendingStream> Streams, IReadOnlyList<(PendingStream Stream, object Data)> Events) Take()
    {
        var (streams, events, fault) = (_streams, _events, _fault);
        (_streams, _events, _fault) = (new(StringComparer.Ordinal), [], null);
        return fault is null ? (streams.Values, events) : throw fault;
    }

    public PendingStream Stream(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        if (!_streams.TryGetValue(key, out var stream))
        {
            _streams.Add(key, stream = new PendingStream(key));
        }

        return stream;
    }

    /// <summary>The stream must have been at <paramref name="versionBefore"/> before the first event this unit appends to it.</summary>
    public void Fence(PendingStream stream, long versionBefore)
    {
        if (stream.VersionBefore is { } other && other != versionBefore)
        {
            _fault ??= new EventStreamUnexpectedMaxEventIdException(stream.Key, versionBefore, other);
        }

        stream.VersionBefore = versionBefore;
    }

    public void Add(PendingStream stream, IEnumerable<object> events)
    {
        foreach (var data in events)
        {
            ArgumentNullException.ThrowIfNull(data, nameof(events));
            _events.Add((stream, data));
            stream.Count++;
        }
    }
}
