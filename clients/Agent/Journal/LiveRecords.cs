using System.Runtime.InteropServices;

namespace TicketFlow.Agent.Journal;

/// <summary>A record that still matters.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LiveRecord(RecordKind Kind, string Key, RecordPlace Place);

/// <summary>Which records still matter: all of every open job, and the summaries of the last closed ones.</summary>
internal sealed class LiveRecords(int keepClosed)
{
    private readonly Dictionary<string, List<RecordPlace>> _open = new(StringComparer.Ordinal);
    private readonly Queue<LiveRecord> _closed = new();

    /// <summary>Bytes of records that matter.</summary>
    public long Bytes { get; private set; }

    public void Add(RecordKind kind, string key, RecordPlace place)
    {
        Bytes += place.Length;
        if (kind is RecordKind.Event)
        {
            (_open.TryGetValue(key, out var places) ? places : _open[key] = new List<RecordPlace>(6)).Add(place);
            return;
        }

        if (_open.Remove(key, out var dead))
        {
            Bytes -= dead.Sum(record => (long)record.Length);
        }

        _closed.Enqueue(new LiveRecord(kind, key, place));
        if (_closed.Count > keepClosed)
        {
            Bytes -= _closed.Dequeue().Place.Length;
        }
    }

    /// <summary>In the order of the file, so that a copy replays alike.</summary>
    public IReadOnlyList<LiveRecord> InOrder() =>
    [
        .. _open.SelectMany(job => job.Value.Select(place => new LiveRecord(RecordKind.Event, job.Key, place)))
            .Concat(_closed)
            .OrderBy(record => record.Place.Offset),
    ];
}
