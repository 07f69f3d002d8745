using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TicketFlow.EventStore.Daemon;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Schema;
using TicketFlow.EventStore.Sessions;

namespace TicketFlow.EventStore;

/// <summary>Event streams in Marten's table format on PostgreSQL. See <c>docs/event-store.md</c>.</summary>
public sealed class DocumentStore : IDocumentStore
{
    private readonly StoreServices _services;

    /// <exception cref="StoreConfigurationException">The options cannot work.</exception>
    public DocumentStore(StoreOptions options, ILogger<DocumentStore>? logger = null)
    {
        options.Validate();
        _services = new StoreServices(options, logger ?? NullLogger<DocumentStore>.Instance);
    }

    /// <summary>The store's pool, with its schema first in the search path and statements prepared automatically: for projections'
    /// readers.</summary>
    public NpgsqlDataSource DataSource => _services.DataSource;

    /// <summary>The parts, for tests of the parts.</summary>
    internal StoreServices Services => _services;

    /// <summary>A store configured in place.</summary>
    /// <exception cref="StoreConfigurationException">The options cannot work.</exception>
    public static DocumentStore For(Action<StoreOptions> configure, ILogger<DocumentStore>? logger = null)
    {
        var options = new StoreOptions();
        configure(options);
        return new DocumentStore(options, logger);
    }

    /// <inheritdoc/>
    public IDocumentSession LightweightSession() => new DocumentSession(_services);

    /// <inheritdoc/>
    public Task ApplyAllConfiguredChangesToDatabaseAsync(CancellationToken cancellation = default) =>
        new SchemaCreator(_services.Options, _services.DataSource).ApplyAsync(cancellation);

    /// <inheritdoc/>
    public Task<IAppendedEvents> AppendInTransactionAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, IReadOnlyList<StreamAppend> appends,
        CancellationToken cancellation = default)
    {
        if (!ReferenceEquals(transaction.Connection, connection))
        {
            throw new ArgumentException("The transaction is not one of this connection.", nameof(transaction));
        }

        return _services.Transactional.AppendAsync(connection, appends, cancellation);
    }

    /// <inheritdoc/>
    public IProjectionDaemon BuildProjectionDaemon() => new ProjectionDaemon(_services);

    /// <inheritdoc/>
    public IAsyncEnumerable<IEvent> ReadAllAsync(
        long afterSequence = 0, long? upToSequence = null, CancellationToken cancellation = default) =>
        _services.Reader.ReadAllAsync(afterSequence, upToSequence, cancellation);

    /// <summary>Commits what is queued and closes the store's connections.</summary>
    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
