using Npgsql;
using TicketFlow.EventStore;
using TicketFlow.Reporting;
using TicketFlow.Testing.Postgres;
using TicketFlow.TicketServer;

namespace Reporting.Tests.Support;

/// <summary>
/// A database as in production: the ticket server owns the log and writes it with its own event classes; reporting reads it with its own
/// under a role of its own, with no more rights than the ticket server grants.
/// </summary>
public sealed class LogFixture : IAsyncLifetime
{
    private const string Role = "ticketflow_reporting";
    private const string Password = "role-of-reporting-in-tests";

    public static readonly TimeSpan Patience = Eventually.Deadline;

    public PostgresDatabase Database { get; private set; } = null!;

    /// <summary>The ticket server's side of the log.</summary>
    public DocumentStore Server { get; private set; } = null!;

    /// <summary>As the reporting service connects.</summary>
    public string ReportingConnection { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Database = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await Database.ExecuteAsync($"""
            do $$ begin
              create role {Role} login password '{Password}' in role pg_read_all_stats;
            exception when duplicate_object or unique_violation then null;
            end $$;
            grant connect, create on database {Database.Name} to {Role};
            """);
        Server = DocumentStore.For(options =>
        {
            options.ConnectionString = Database.ConnectionString;
            TicketServerStore.Configure(options);
        });
        await Server.ApplyAllConfiguredChangesToDatabaseAsync();
        await Database.ExecuteAsync(TicketFlow.TicketServer.Sql.Embedded("ReportingGrants.sql"));
        ReportingConnection = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Username = Role, Password = Password }
            .ConnectionString;
        await using var source = NpgsqlDataSource.Create(ReportingConnection);
        await using var schema = source.CreateCommand(TicketFlow.Reporting.Sql.Embedded("ReportingSchema.sql"));
        await schema.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        NpgsqlConnection.ClearPool(new NpgsqlConnection(ReportingConnection));
        await Database.DisposeAsync();
    }

    /// <summary>Reporting's side, as its role.</summary>
    public DocumentStore OpenReporting(Action<StoreOptions>? configure = null) => DocumentStore.For(options =>
    {
        options.ConnectionString = ReportingConnection;
        ReportingStore.Configure(options);
        configure?.Invoke(options);
    });

    /// <summary>Appends events to a stream of the log, each as recorded at its time.</summary>
    public async Task AppendAsync(string stream, params object[] events)
    {
        var session = Server.LightweightSession();
        session.Events.Append(stream, events);
        await session.SaveChangesAsync();
    }

    /// <summary>Runs the projections until they have seen all of the log.</summary>
    public async Task ProjectAsync(DocumentStore? reporting = null)
    {
        var store = reporting ?? OpenReporting();
        await using (var daemon = store.BuildProjectionDaemon())
        {
            await daemon.StartAllAsync();
            await daemon.WaitForNonStaleDataAsync(Patience);
        }

        if (reporting is null)
        {
            await store.DisposeAsync();
        }
    }
}
