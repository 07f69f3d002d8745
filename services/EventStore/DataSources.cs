using Npgsql;

namespace TicketFlow.EventStore;

/// <summary>Two pools: one for reads and for callers, one for the committer with settings that suit only it.</summary>
internal sealed class DataSources(NpgsqlDataSource general, NpgsqlDataSource committing, bool owned) : IAsyncDisposable
{
    // The committer's statements join short arrays with tables by their keys. A plan made while the tables were still empty must not
    // turn into a scan of millions of rows later, and planning the same statement again for each array length buys nothing.
    private const string CommitterSettings =
        "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c jit=off";

    public NpgsqlDataSource General { get; } = general;

    public NpgsqlDataSource Committing { get; } = committing;

    public static DataSources For(StoreOptions options)
    {
        if (options.DataSource is { } given)
        {
            return new DataSources(given, given, owned: false);
        }

        var general = ConnectionString(options);
        var committing = ConnectionString(options);
        committing.Options = string.Join(' ', general.Options, CommitterSettings).Trim();
        return new DataSources(NpgsqlDataSource.Create(general), NpgsqlDataSource.Create(committing), owned: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (owned)
        {
            await Committing.DisposeAsync();
            await General.DisposeAsync();
        }
    }

    private static NpgsqlConnectionStringBuilder ConnectionString(StoreOptions options)
    {
        var builder = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            SearchPath = options.DatabaseSchemaName + ",public",
        };
        if (builder.MaxAutoPrepare == 0)
        {
            builder.MaxAutoPrepare = 100;
            builder.AutoPrepareMinUsages = 2;
        }

        return builder;
    }
}
