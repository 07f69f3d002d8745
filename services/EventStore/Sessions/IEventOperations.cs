using TicketFlow.EventStore.Events;

namespace TicketFlow.EventStore.Sessions;

/// <summary>Marten's event operations, on string stream keys.</summary>
public interface IEventOperations
{
    /// <summary>Starts a stream of aggregate <typeparamref name="TAggregate"/> (its alias goes to <c>mt_streams.type</c>).</summary>
    void StartStream<TAggregate>(string streamKey, params IEnumerable<object> events) where TAggregate : class;

    /// <summary>Appends whatever the stream's version is; starts the stream when it does not exist (type null).</summary>
    void Append(string streamKey, params IEnumerable<object> events);

    /// <summary>Appends only if the stream's version AFTER this append is <paramref name="expectedVersion"/> (Marten's meaning).</summary>
    void Append(string streamKey, long expectedVersion, params IEnumerable<object> events);

    /// <summary>
    /// The folded aggregate with the version it was read at; what is appended to the returned stream is fenced by that version.
    /// Served from the hot cache when it holds the stream; a stale cache shows as a conflict on save and is evicted by it.
    /// A stream that does not exist has a null aggregate and version 0, and is started by the save.
    /// </summary>
    Task<IEventStream<T>> FetchForWriting<T>(string streamKey, CancellationToken cancellation = default) where T : class;

    /// <summary>
    /// Demands that an opened stream still is at the version it was read at, without writing. A decision that appends nothing has no fence
    /// of its own: made on a cached aggregate that another process, or a commit a moment ago, has left behind, it would drop its message
    /// for good.
    /// </summary>
    /// <exception cref="EventStreamUnexpectedMaxEventIdException">It is not; the next read comes from the database.</exception>
    Task DemandCurrentAsync<T>(IEventStream<T> stream, CancellationToken cancellation = default) where T : class;

    /// <summary>Folds the stream from the database, up to <paramref name="version"/> (0 = all) or <paramref name="timestamp"/>; null when
    /// there is none.</summary>
    Task<T?> AggregateStreamAsync<T>(
        string streamKey, long version = 0, DateTimeOffset? timestamp = null, CancellationToken cancellation = default)
        where T : class;

    /// <summary>The stream's events in order; empty when it does not exist or is archived.</summary>
    Task<IReadOnlyList<IEvent>> FetchStreamAsync(
        string streamKey, long version = 0, DateTimeOffset? timestamp = null, long fromVersion = 0,
        CancellationToken cancellation = default);

    /// <summary>The stream's row, archived or not; null when it does not exist.</summary>
    Task<StreamState?> FetchStreamStateAsync(string streamKey, CancellationToken cancellation = default);

    /// <summary>Archives the stream and its events on save: hidden from reads, closed to appends.</summary>
    void ArchiveStream(string streamKey);
}

/// <summary>A stream opened for writing.</summary>
public interface IEventStream<out T> where T : class
{
    /// <summary>Stream key.</summary>
    string Key { get; }

    /// <summary>The aggregate as read, or null.</summary>
    T? Aggregate { get; }

    /// <summary>The version it was read at; 0 when the stream does not exist.</summary>
    long? StartingVersion { get; }

    /// <summary>Appends one event.</summary>
    void AppendOne(object @event);

    /// <summary>Appends several events in order.</summary>
    void AppendMany(params IEnumerable<object> events);
}

/// <summary>A row of <c>mt_streams</c>.</summary>
public sealed record StreamState(
    string Key, long Version, string? AggregateTypeName, DateTimeOffset LastTimestamp, DateTimeOffset Created, bool IsArchived);
