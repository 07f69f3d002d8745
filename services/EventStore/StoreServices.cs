using Microsoft.Extensions.Logging;
using Npgsql;
using TicketFlow.EventStore.Appending;
using TicketFlow.EventStore.Caching;
using TicketFlow.EventStore.Events;
using TicketFlow.EventStore.Reading;

namespace TicketFlow.EventStore;

/// <summary>The parts of one store, built once and shared by its sessions.</summary>
internal sealed class StoreServices : IAsyncDisposable
{
    private readonly DataSources _dataSources;
    private int _disposed;

    public StoreServices(StoreOptions options, ILogger logger)
    {
        Options = options;
        Logger = logger;
        Events = new EventRegistry(options.Events, EventJson.Options);
        Aggregates = new AggregateRegistry(options.Events);
        _dataSources = DataSources.For(options);
        Cache = new HotCache(options.HotCacheEntries, logger);
        Units = new UnitFactory(Events, options);
        Reader = new EventReader(DataSource, Events, options);
        Loader = new StreamLoader(Reader);
        Writer = new BatchWriter(options);
        Transactional = new TransactionalAppender(this);
        Committer = new GroupCommitter(this, _dataSources.Committing);
    }

    public StoreOptions Options { get; }

    public ILogger Logger { get; }

    public EventRegistry Events { get; }

    public AggregateRegistry Aggregates { get; }

    public NpgsqlDataSource DataSource => _dataSources.General;

    public HotCache Cache { get; }

    public UnitFactory Units { get; }

    public EventReader Reader { get; }

    public StreamLoader Loader { get; }

    public BatchWriter Writer { get; }

    public GroupCommitter Committer { get; }

    public TransactionalAppender Transactional { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await Committer.DisposeAsync();
        await Loader.DisposeAsync();
        await _dataSources.DisposeAsync();
    }
}
