using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Sessions;

/// <summary>Reads go to the cache and the database at once, writes into the session's unit.</summary>
internal sealed class EventOperations(StoreServices store, PendingUnit pending) : IEventOperations
{
    public void StartStream<TAggregate>(string streamKey, params IEnumerable<object> events) where TAggregate : class
    {
        var list = events as IReadOnlyCollection<object> ?? [.. events];
        if (list.Count == 0)
        {
            throw new ArgumentException($"Stream '{streamKey}' cannot be started without an event.", nameof(events));
        }

        var stream = pending.Stream(streamKey);
        pending.Fence(stream, 0);
        stream.MustStart = true;
        SetAggregate<TAggregate>(stream);
        pending.Add(stream, list);
    }

    public void Append(string streamKey, params IEnumerable<object> events)
    {
        var list = events as IReadOnlyCollection<object> ?? [.. events];
        if (list.Count > 0)
        {
            pending.Add(pending.Stream(streamKey), list);
        }
    }

    public void Append(string streamKey, long expectedVersion, params IEnumerable<object> events)
    {
        var list = events as IReadOnlyCollection<object> ?? [.. events];
        if (list.Count == 0)
        {
            return;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(expectedVersion, list.Count);
        var stream = pending.Stream(streamKey);
        pending.Fence(stream, expectedVersion - list.Count - stream.Count);
        pending.Add(stream, list);
    }

    public async Task<IEventStream<T>> FetchForWriting<T>(string streamKey, CancellationToken cancellation = default) where T : class
    {
        ArgumentException.ThrowIfNullOrEmpty(streamKey);
        var definition = store.Aggregates.For<T>();
        if (store.Cache.TryGet(streamKey, definition, out var version, out var aggregate))
        {
            return new EventStream<T>(this, streamKey, (T?)aggregate, version) { IsFromCache = true };
        }

        var loaded = await store.Loader.LoadAsync(streamKey, cancellation);
        aggregate = definition.Fold(null, loaded.Events);
        if (!loaded.IsArchived && loaded.Version > 0)
        {
            store.Cache.Put(streamKey, definition, loaded.Version, aggregate);
        }

        return new EventStream<T>(this, streamKey, (T?)aggregate, loaded.Version);
    }

    public async Task DemandCurrentAsync<T>(IEventStream<T> stream, CancellationToken cancellation = default) where T : class
    {
        if (stream is not EventStream<T> { IsFromCache: true })
        {
            return;
        }

        var actual = (await store.Reader.ReadStateAsync(stream.Key, cancellation))?.Version ?? 0;
        if (actual != stream.StartingVersion)
        {
            store.Cache.Evict(stream.Key);
            throw new EventStreamUnexpectedMaxEventIdException(stream.Key, stream.StartingVersion ?? 0, actual);
        }
    }

    public async Task<T?> AggregateStreamAsync<T>(
        string streamKey, long version = 0, DateTimeOffset? timestamp = null, CancellationToken cancellation = default) where T : class
    {
        var events = await store.Reader.ReadStreamAsync(streamKey, version, timestamp, fromVersion: 0, cancellation);
        return (T?)store.Aggregates.For<T>().Fold(null, events);
    }

    public Task<IReadOnlyList<IEvent>> FetchStreamAsync(
        string streamKey, long version = 0, DateTimeOffset? timestamp = null, long fromVersion = 0,
        CancellationToken cancellation = default) =>
        store.Reader.ReadStreamAsync(streamKey, version, timestamp, fromVersion, cancellation);

    public Task<StreamState?> FetchStreamStateAsync(string streamKey, CancellationToken cancellation = default) =>
        store.Reader.ReadStateAsync(streamKey, cancellation);

    public void ArchiveStream(string streamKey) => pending.Stream(streamKey).Archive = true;

    internal void AppendFenced<T>(string streamKey, long startingVersion, IEnumerable<object> events) where T : class
    {
        var list = events as IReadOnlyCollection<object> ?? [.. events];
        if (list.Count == 0)
        {
            return;
        }

        var stream = pending.Stream(streamKey);
        pending.Fence(stream, startingVersion);
        if (startingVersion == 0)
        {
            SetAggregate<T>(stream);
        }

        pending.Add(stream, list);
    }

    private void SetAggregate<T>(PendingStream stream) where T : class
    {
        stream.AggregateAlias ??= store.Aggregates.AliasOf<T>();
        stream.Aggregate ??= store.Aggregates.Find<T>();
    }
}
