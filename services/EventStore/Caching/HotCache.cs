using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TicketFlow.EventStore.Appending;
using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Caching;

/// <summary>
/// Folded aggregates of the streams in use. It may be stale (another process wrote): the fence finds out, and the conflict evicts.
/// Bounded by number; what was not touched since the hand last came by goes first (second chance).
/// </summary>
internal sealed class HotCache(int capacity, ILogger logger)
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<Entry> _clock = new();
    private int _count;

    public int Count => _entries.Count;

    public bool TryGet(string key, AggregateDefinition definition, out long version, out object? aggregate)
    {
        if (_entries.TryGetValue(key, out var entry) && entry.Read(definition, out version, out aggregate))
        {
            return true;
        }

        (version, aggregate) = (0, null);
        return false;
    }

    /// <summary>Keeps what was read; an entry that is already newer stays.</summary>
    public void Put(string key, AggregateDefinition definition, long version, object? aggregate)
    {
        if (capacity == 0)
        {
            return;
        }

        if (_entries.TryGetValue(key, out var known))
        {
            known.Replace(definition, version, aggregate);
            return;
        }

        var entry = new Entry(key, definition, version, aggregate);
        if (_entries.TryAdd(key, entry))
        {
            _clock.Enqueue(entry);
            if (Interlocked.Increment(ref _count) > capacity)
            {
                EvictOne();
            }
        }
    }

    public void Evict(string key)
    {
        // The clock's slot stays until the hand passes; it is recognised by the entry being gone.
        if (_entries.TryRemove(key, out var entry))
        {
            entry.Dead = true;
        }
    }

    /// <summary>Folds committed events in. A stream started here is cached at once, because it will be asked for next.</summary>
    public void Committed(IEnumerable<StreamChange> streams)
    {
        foreach (var stream in streams)
        {
            if (stream.ArchivedHere)
            {
                Evict(stream.Key);
            }
            else if (stream.Events.Count > 0)
            {
                TryAdvance(stream);
            }
        }
    }

    // The events are committed: a fold that throws may cost the cache entry, never the caller's success.
    private void TryAdvance(StreamChange stream)
    {
        try
        {
            Advance(stream);
        }
        catch (Exception exception)
        {
            Evict(stream.Key);
            Log.FoldFailed(logger, exception, stream.Key);
        }
    }

    private void Advance(StreamChange stream)
    {
        if (_entries.TryGetValue(stream.Key, out var entry))
        {
            if (!entry.TryAdvance(stream.VersionBefore, stream.VersionAfter, stream.Events))
            {
                Evict(stream.Key);
            }
        }
        else if (stream is { IsNew: true, Aggregate: { } definition } && capacity > 0)
        {
            Put(stream.Key, definition, stream.VersionAfter, definition.Fold(null, stream.Events));
        }
    }

    private void EvictOne()
    {
        while (_clock.TryDequeue(out var entry))
        {
            if (!entry.Dead && entry.TakeSecondChance())
            {
                _clock.Enqueue(entry);
                continue;
            }

            _entries.TryRemove(new KeyValuePair<string, Entry>(entry.Key, entry));
            Interlocked.Decrement(ref _count);
            return;
        }
    }

    private sealed class Entry(string key, AggregateDefinition definition, long version, object? aggregate)
    {
        private readonly Lock _lock = new();
        private AggregateDefinition _definition = definition;
        private long _version = version;
        private object? _aggregate = aggregate;
        private volatile bool _touched;

        public string Key { get; } = key;

        public volatile bool Dead;

        public bool Read(AggregateDefinition definition, out long version, out object? aggregate)
        {
            lock (_lock)
            {
                (version, aggregate) = (_version, _aggregate);
                _touched = true;
                return ReferenceEquals(_definition, definition);
            }
        }

        public void Replace(AggregateDefinition definition, long version, object? aggregate)
        {
            lock (_lock)
            {
                if (version > _version || !ReferenceEquals(_definition, definition))
                {
                    (_definition, _version, _aggregate) = (definition, version, aggregate);
                }
            }
        }

        public bool TryAdvance(long before, long after, IReadOnlyList<StoredEvent> events)
        {
            lock (_lock)
            {
                if (_version != before)
                {
                    return _version >= after;
                }

                _aggregate = _definition.Fold(_aggregate, events);
                _version = after;
                return true;
            }
        }

        public bool TakeSecondChance()
        {
            var touched = _touched;
            _touched = false;
            return touched;
        }
    }
}
