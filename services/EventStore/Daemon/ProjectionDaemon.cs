using Npgsql;

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
    private Task _highWaterLoop = Task.CompletedTask;

    public ProjectionDaemon(StoreServices store)
    {
        _store = store;
        _agents = store.Options.Projections.Async.ToDictionary(
            p => p.Name, p => new ShardAgent(store, p, _highWater), StringComparer.Ordinal);
    }

    public IReadOnlyList<ShardStatus> Shards => [.. _agents.Values.Select(a => a.Status)];

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
            _highWaterLoop = Task.Run(() => new HighWaterAgent(_store, _highWater).RunAsync(token), CancellationToken.None);
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

            await _highWaterLoop;
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
        if (!_agents.TryGetValue(name, out var agent))
        {
            throw new ArgumentException($"There is no async projection '{name}'. Known: {string.Join(", ", _agents.Keys)}.", nameof(name));
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
        var cancel = new CancellationTokenSource();
        _running[name] = new RunningShard(Task.Run(() => agent.RunAsync(cancel.Token), CancellationToken.None), cancel);
    }

    private async Task StopAsync(string name)
    {
        if (_running.Remove(name, out var shard))
        {
            await shard.Cancel.CancelAsync();
            await shard.Loop;
            shard.Cancel.Dispose();
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

    private async Task<long> HighestAsync(CancellationToken cancellation)
    {
        await using var command = _store.DataSource.CreateCommand(
            $"select coalesce(max(seq_id), 0) from {_store.Options.DatabaseSchemaName}.mt_events");
        return (long)(await command.ExecuteScalarAsync(cancellation) ?? 0L);
    }

    private async Task<long> LowestAsync(CancellationToken cancellation)
    {
        string[] shards = [.. _agents.Values.Select(a => a.Projection.ShardName)];
        await using var command = _store.DataSource.CreateCommand($"""
            select coalesce(min(coalesce(p.last_seq_id, 0)), 0) from unnest($1) as s(name)
            left join {_store.Options.DatabaseSchemaName}.mt_event_progression p on p.name = s.name
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = shards });
        return (long)(await command.ExecuteScalarAsync(cancellation) ?? 0L);
    }

    private sealed record RunningShard(Task Loop, CancellationTokenSource Cancel);
}
