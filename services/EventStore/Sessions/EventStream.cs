namespace TicketFlow.EventStore.Sessions;

/// <summary>A stream opened for writing; its appends are fenced by the version it was read at.</summary>
internal sealed class EventStream<T>(EventOperations operations, string key, T? aggregate, long version) : IEventStream<T> where T : class
{
    public string Key { get; } = key;

    /// <summary>Whether it may be stale: the aggregate was not read from the database.</summary>
    public bool IsFromCache { get; init; }

    public T? Aggregate { get; } = aggregate;

    public long? StartingVersion { get; } = version;

    public void AppendOne(object @event) => operations.AppendFenced<T>(Key, version, [@event]);

    public void AppendMany(params IEnumerable<object> events) => operations.AppendFenced<T>(Key, version, events);
}
