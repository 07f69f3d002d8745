using Npgsql;
using TicketFlow.EventStore.Generations;
using TicketFlow.EventStore.Projections;

namespace TicketFlow.EventStore.Daemon;

/// <summary>Starts, stops and rebuilds the shards of one store.</summary>
internal sealed class ProjectionDaemon : IProjectionDaemon
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(100);

    private readonly StoreServices _store;
    private readonly HighWater _highWater = new();
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, RunningShard> _running = new(StringComparer.Ordinal);
    private Dictionary<string, ShardAgent> _agents;
    private CancellationTokenSource? _stopping;
    private readonly Dictionary<string, GenerationKeeper> _keepers;
    private Task _loops = Task.CompletedTask;

    public ProjectionDaemon(StoreServices store)
    {
        _store = store;
        _agents = store.Options.Projections.Async.Where(p => !IsPublished(p)).ToDictionary(
            p => p.Name, p => new ShardAgent(store, p, _highWater), StringComparer.Ordinal);
        _keepers = store.Options.Projections.Async.Where(IsPublished).ToDictionary(
            p => p.Name, p => new GenerationKeeper(store, (EventProjection)p, _highWater), StringComparer.Ordinal);
    }

    public IReadOnlyList<ShardStatus> Shards => [.. _agents.Values.Select(a => a.Status), .. _keepers.Values.SelectMany(k => k.Status)];

    public long HighWaterMark => _highWater.Mark;

    public async Task StartAllAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_stopping is not null)
            {
                return;
            }

            _stopping = new CancellationTokenSource();
            var token = _stopping.Token;
            _loops = Task.WhenAll(_keepers.Values.Select(k => Task.Run(() => k.RunAsync(token), CancellationToken.None))
                .Append(Task.Run(() => new HighWaterAgent(_store, _highWater).RunAsync(token), CancellationToken.None)));
            foreach (var name in _agents.Keys.ToArray())
            {
                Start(name);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task StopAllAsync()
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            if (_stopping is null)
            {
                return;
            }

            await _stopping.CancelAsync();
            foreach (var name in _running.Keys.ToArray())
            {
                await StopAsync(name);
            }

            await _loops;
            _stopping.Dispose();
            _stopping = null;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task RebuildProjectionAsync(string name, CancellationToken cancellation = default)
    {
        if (_keepers.TryGetValue(name, out var keeper))
        {
            await RebuildBesideAsync(keeper, cancellation);
            return;
        }

        if (!_agents.TryGetValue(name, out var agent))
        {
            throw new ArgumentException(
                $"There is no async projection '{name}'. Known: {string.Join(", ", _agents.Keys.Concat(_keepers.Keys))}.", nameof(name));
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            await StopAsync(name);
            await RebuildAsync(agent, cancellation);
        }
        finally
        {
            if (_stopping is not null)
            {
                Start(name);
            }

            _gate.Release();
        }
    }

    public async Task WaitForNonStaleDataAsync(TimeSpan timeout, CancellationToken cancellation = default)
    {
        using var deadline = new CancellationTokenSource(timeout, _store.Options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            var target = await HighestAsync(either.Token);
            while (await LowestAsync(either.Token) < target)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), _store.Options.TimeProvider, either.Token);
            }
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The projections were not up to date within {timeout}: {string.Join(", ", Shards)}", exception);
        }
    }

    public async ValueTask DisposeAsync() => await StopAllAsync();

    private void Start(string name)
    {
        // A new agent: one that stopped at a poison event gets another chance.
        var agent = new ShardAgent(_store, _agents[name].Projection, _highWater);
        _agents = new Dictionary<string, ShardAgent>(_agents, StringComparer.Ordinal) { [name] = agent };
        _running[name] = new RunningShard(agent);
    }

    private async Task StopAsync(string name)
    {
        if (_running.Remove(name, out var shard))
        {
            await shard.StopAsync();
        }
    }

    private async Task RebuildAsync(ShardAgent agent, CancellationToken cancellation)
    {
        ShardSession? session;
        while ((session = await ShardSession.TryOpenAsync(_store, agent.Projection, cancellation)) is null)
        {
            await Task.Delay(LockPause, _store.Options.TimeProvider, cancellation);
        }

        await using (session)
        {
            await session.ReadFloorAsync(cancellation);
            var mark = await HighWaterAgent.DetectOnceAsync(_store, cancellation);
            await session.ResetAsync(cancellation);
            await agent.CatchUpAsync(session, 0, mark, _store.Options.Daemon.RebuildPageSize, cancellation);
        }
    }

    /// <summary>Has the next generation filled and switched to, by this daemon or another one that runs.</summary>
    private async Task RebuildBesideAsync(GenerationKeeper keeper, CancellationToken cancellation)
    {
        var number = await keeper.RequestAsync(cancellation);
        while ((await keeper.PlanAsync(cancellation)).Live is not { } live || live < number)
        {
            await Task.Delay(LockPause, _store.Options.TimeProvider, cancellation);
        }
    }

    private async Task<long> HighestAsync(CancellationToken cancellation)
    {
        await using var command = _store.DataSource.CreateCommand(
            $"select coalesce(max(seq_id), 0) from {_store.Options.DatabaseSchemaName}.mt_events");
        return (long)(await command.ExecuteScalarAsync(cancellation) ?? 0L);
    }

    private async Task<long> LowestAsync(CancellationToken cancellation)
    {
        string[] shards = [.. _agents.Values.Select(a => a.Projection.ShardName), .. await LiveShardsAsync(cancellation)];
        await using var command = _store.DataSource.CreateCommand($"""
            select coalesce(min(coalesce(p.last_seq_id, 0)), 0) from unnest($1) as s(name)
            left join {_store.Options.DatabaseSchemaName}.mt_event_progression p on p.name = s.name
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = shards });
        return (long)(await command.ExecuteScalarAsync(cancellation) ?? 0L);
    }

    private async Task<IReadOnlyList<string>> LiveShardsAsync(CancellationToken cancellation)
    {
        var names = new List<string>();
        foreach (var keeper in _keepers.Values)
        {
            var live = (await keeper.PlanAsync(cancellation)).Live;
            names.Add(
                live is { } number ? new ProjectionGeneration(keeper.Projection, number).ShardName : $"{keeper.Projection.Name}:none");
        }

        return names;
    }

    private static bool IsPublished(AsyncProjection projection) => projection is EventProjection { PublishedSchema: not null };
}
