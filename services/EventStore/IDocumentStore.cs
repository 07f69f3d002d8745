using Npgsql;
using TicketFlow.EventStore.Daemon;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Sessions;

namespace TicketFlow.EventStore;

/// <summary>The store: one per process and database. Opens sessions, owns the group committer and the hot cache.</summary>
public interface IDocumentStore : IAsyncDisposable
{
    /// <summary>A unit of work without identity map, as Marten's lightweight session.</summary>
    IDocumentSession LightweightSession();

    /// <summary>
    /// Creates what is missing of the store's tables and of the registered projections' tables. Safe when several processes start together
    /// (one advisory lock), does nothing when all is there.
    /// </summary>
    Task ApplyAllConfiguredChangesToDatabaseAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Appends units inside the caller's open transaction, for set-based writers such as the dispatcher: locks the streams in key order,
    /// checks versions, inserts, and runs the inline projections. A unit whose version does not match is left out and not reported as an
    /// error: the result holds the stored events of the accepted units only. The hot cache learns of them when
    /// <see cref="IAppendedEvents.Committed"/>
    /// is called, which the caller does after its commit.
    /// </summary>
    Task<IAppendedEvents> AppendInTransactionAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<StreamAppend> appends,
        CancellationToken cancellation = default);

    /// <summary>A daemon for the registered async projections; the caller starts and disposes it.</summary>
    IProjectionDaemon BuildProjectionDaemon();

    /// <summary>Reads the whole log in sequence order, streaming, after <paramref name="afterSequence"/>; archived events are left
    /// out.</summary>
    IAsyncEnumerable<IEvent> ReadAllAsync(long afterSequence = 0, long? upToSequence = null, CancellationToken cancellation = default);
}

/// <summary>An append to one stream for <see cref="IDocumentStore.AppendInTransactionAsync"/>.</summary>
/// <param name="StreamKey">Stream key.</param>
/// <param name="VersionBefore">The version the stream must have before the append.</param>
/// <param name="Events">The events, in order.</param>
/// <param name="Headers">Headers stored with each event, or null.</param>
/// <param name="CorrelationId">Correlation id stored with each event, or null.</param>
/// <param name="CausationId">Causation id stored with each event, or null.</param>
public sealed record StreamAppend(
    string StreamKey,
    long VersionBefore,
    IReadOnlyList<object> Events,
    IReadOnlyDictionary<string, object>? Headers = null,
    string? CorrelationId = null,
    string? CausationId = null);

/// <summary>What <see cref="IDocumentStore.AppendInTransactionAsync"/> stored.</summary>
public interface IAppendedEvents
{
    /// <summary>The stored events of the accepted units.</summary>
    IReadOnlyList<IEvent> Events { get; }

    /// <summary>Tells the hot cache; call after the transaction has committed.</summary>
    void Committed();
}
