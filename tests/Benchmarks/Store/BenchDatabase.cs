using TicketFlow.EventStore;
using TicketFlow.Testing.Postgres;

namespace TicketFlow.Benchmarks.Store;

/// <summary>A private server with one database, and stores on it.</summary>
internal sealed class BenchDatabase(PostgresDatabase database) : IAsyncDisposable
{
    public PostgresDatabase Database { get; } = database;

    public static async Task<BenchDatabase> CreateAsync()
    {
        var server = await PostgresServer.SharedAsync();
        var created = new BenchDatabase(await server.CreateDatabaseAsync());
        await using var store = created.Open();
        await store.ApplyAllConfiguredChangesToDatabaseAsync();
        return created;
    }

    public DocumentStore Open(Action<StoreOptions>? configure = null) => DocumentStore.For(options =>
    {
        options.ConnectionString = Database.ConnectionString;
        options.Events.AddEventType<JobOpened>().AddEventType<JobDescribed>().AddEventType<GoAheadIssued>()
            .AddEventType<TransferStarted>().AddEventType<TransferCompleted>().Aggregate<JobDocument>("job", JobDocument.Fold);
        options.Projections.Snapshot<JobDocument>();
        configure?.Invoke(options);
    });

    /// <summary>Empty tables and a finished checkpoint, so that no cell pays for the one before.</summary>
    public async Task EmptyAsync()
    {
        await Database.ExecuteAsync("""
            truncate ticketflow.mt_streams, ticketflow.mt_events, ticketflow.mt_event_progression, ticketflow.mt_doc_jobdocument restart identity
            """);
        await Database.ExecuteAsync("checkpoint");
    }

    public async ValueTask DisposeAsync() => await Database.DisposeAsync();
}
