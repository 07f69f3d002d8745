using Npgsql;
using TicketFlow.EventStore.Daemon;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Generations;

/// <summary>
/// Runs the generations of one projection: the live one, and the one being filled beside it. Any number of processes keep the same
/// projection; the table says what is, notifications say when it changed, and each shard's advisory lock says who works.
/// </summary>
internal sealed class GenerationKeeper(StoreServices store, EventProjection projection, HighWater highWater)
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(30);

    private readonly string _schema = store.Options.DatabaseSchemaName;
    private readonly GenerationTable _table = new(store.Options.DatabaseSchemaName);
    private readonly Dictionary<(int Number, bool Building), RunningShard> _running = [];
    private volatile IReadOnlyList<ShardAgent> _agents = [];

    public EventProjection Projection { get; } = projection;

    public IReadOnlyList<ShardStatus> Status => [.. _agents.Select(a => a.Status)];

    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                await WatchSafelyAsync(cancellation);
            }
        }
        finally
        {
            await KeepAsync([]);
        }
    }

    /// <summary>Asks for a new generation beside the live one; some daemon fills it and switches.</summary>
    public async Task<int> RequestAsync(CancellationToken cancellation)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        return await _table.RequestAsync(connection, Projection.Name, Projection.Version, anew: true, cancellation);
    }

    /// <summary>What the table says now.</summary>
    public async Task<GenerationPlan> PlanAsync(CancellationToken cancellation)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        return await _table.ReadAsync(connection, Projection.Name, cancellation);
    }

    private async Task WatchSafelyAsync(CancellationToken cancellation)
    {
        try
        {
            await WatchAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ending.
        }
        catch (Exception exception)
        {
            // The loop's top: the database is away or refuses; the table still says what to do when it is back.
            Log.ShardInterrupted(store.Logger, exception, Projection.Name);
            await Task.Delay(store.Options.Daemon.RetryDelay, store.Options.TimeProvider, cancellation)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchAsync(CancellationToken cancellation)
    {
        await using var connection = await store.DataSource.OpenConnectionAsync(cancellation);
        await new NpgsqlCommand($"listen {_table.Channel}", connection).ExecuteNonQueryAsync(cancellation);
        try
        {
            while (true)
            {
                var plan = await PlanAsync(connection, cancellation);
                await KeepAsync(Wanted(plan));
                var left = await DropRetiredAsync(connection, plan, cancellation);
                await connection.WaitAsync(left ? store.Options.Daemon.RetryDelay : LookAnyway, cancellation);
            }
        }
        finally
        {
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await new NpgsqlCommand("unlisten *", connection).ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
    }

    /// <summary>The plan, after making what it lacks: a first generation, or one for newer code.</summary>
    private async Task<GenerationPlan> PlanAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var plan = await _table.ReadAsync(connection, Projection.Name, cancellation);
        if (GenerationRule.NeedsNew(plan, Projection.Version))
        {
            await _table.RequestAsync(connection, Projection.Name, Projection.Version, anew: false, cancellation);
            plan = await _table.ReadAsync(connection, Projection.Name, cancellation);
        }

        if (plan.Building is { } building && plan.BuildingVersion == Projection.Version)
        {
            await CreateAsync(connection, new ProjectionGeneration(Projection, building), cancellation);
            if (plan.Live is null)
            {
                // Readers find empty tables that fill rather than none.
                await new GenerationSwitch(_schema).TryAsync(connection, new ProjectionGeneration(Projection, building), cancellation);
                plan = await _table.ReadAsync(connection, Projection.Name, cancellation);
            }
        }

        return plan;
    }

    private HashSet<(int Number, bool Building)> Wanted(GenerationPlan plan) => [.. GenerationRule.ToRun(plan, Projection.Version)];

    private async Task KeepAsync(HashSet<(int Number, bool Building)> wanted)
    {
        foreach (var gone in _running.Keys.Where(k => !wanted.Contains(k)).ToArray())
        {
            _running.Remove(gone, out var shard);
            await shard!.StopAsync();
        }

        foreach (var key in wanted.Where(k => !_running.ContainsKey(k)))
        {
            var generation = new ProjectionGeneration(Projection, key.Number);
            _running[key] = new RunningShard(new ShardAgent(store, generation, highWater, key.Building ? SwitchOf(generation) : null));
        }

        _agents = [.. _running.OrderBy(r => r.Key.Number).Select(r => r.Value.Agent)];
    }

    private Func<ShardSession, CancellationToken, Task> SwitchOf(ProjectionGeneration generation) => async (session, cancellation) =>
    {
        store.Options.AtStep?.Invoke("generation-filled");
        await new GenerationSwitch(_schema).TryAsync(session.Connection, generation, cancellation);
        store.Options.AtStep?.Invoke("generation-switched");
    };

    /// <summary>Drops what nobody sees and nobody writes any more; true while something is left.</summary>
    private async Task<bool> DropRetiredAsync(NpgsqlConnection connection, GenerationPlan plan, CancellationToken cancellation)
    {
        var left = false;
        foreach (var number in plan.Retired)
        {
            var generation = new ProjectionGeneration(Projection, number);
            await using var right = await ShardSession.TryOpenAsync(store, generation, cancellation);
            if (right is null)
            {
                left = true;
                continue;
            }

            await _table.ForgetAsync(connection, generation, cancellation);
        }

        return left;
    }

    private async Task CreateAsync(NpgsqlConnection connection, ProjectionGeneration generation, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var script = $"select pg_advisory_xact_lock(hashtextextended('{generation.TargetSchema}', 0)); {generation.SchemaScript(_schema)}";
        await new NpgsqlCommand(script, connection).ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
