using TicketFlow.Testing.Postgres;

namespace TicketFlow.EventStore.Tests.Support;

/// <summary>A fresh database with the schema in it; every store opened here is closed with it.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    private readonly List<DocumentStore> _stores = [];
    private PostgresDatabase? _database;

    public PostgresDatabase Database => _database ?? throw new InvalidOperationException("Not started.");

    public DocumentStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        Store = Open();
        await Store.ApplyAllConfiguredChangesToDatabaseAsync();
    }

    /// <summary>Another store on the same database, as another process would have.</summary>
    public DocumentStore Open(Action<StoreOptions>? configure = null)
    {
        var store = DocumentStore.For(options =>
        {
            options.ConnectionString = Database.ConnectionString;
            options.Events.MapEventType<TicketOpened>("ticket_opened").MapEventType<TicketCounted>("ticket_counted")
                .MapEventType<TicketClosed>("ticket_closed").Aggregate<TicketState>("ticket", TicketState.Fold);
            configure?.Invoke(options);
        });
        _stores.Add(store);
        return store;
    }

    public async Task DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }
}
