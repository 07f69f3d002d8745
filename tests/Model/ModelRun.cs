using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Serialization;
using TicketFlow.Testing.Postgres;
using TicketFlow.Testing.RabbitMq;

namespace TicketFlow.Model;

/// <summary>Runs many sequences side by side against one real server, and restarts it under them.</summary>
public sealed class ModelRun
{
    private const int AgentsPerLane = 2;

    /// <summary>More than this says nothing new.</summary>
    private const int MostViolations = 20;

    private readonly ModelRunOptions _options;
    private readonly ModelServer _server;
    private readonly List<string> _violations = [];
    private readonly SemaphoreSlim _restart = new(1);
    private int _begun;
    private int _ended;
    private int _jobs;
    private int _turns;
    private int _provoked;
    private int _restarts;

    private ModelRun(ModelRunOptions options, ModelServer server) => (_options, _server) = (options, server);

    /// <summary>Runs on the given servers, on a database and a virtual host of its own, both gone afterwards.</summary>
    /// <param name="progress">Called now and then with the number of ended sequences.</param>
    public static async Task<ModelRunResult> RunAsync(
        ModelRunOptions options, PostgresServer postgres, RabbitMqServer rabbit, Action<int>? progress = null)
    {
        await using var server = await ModelServer.StartAsync(postgres, rabbit);
        return await new ModelRun(options, server).RunAsync(progress);
    }

    private async Task<ModelRunResult> RunAsync(Action<int>? progress)
    {
        var lanes = Math.Min(_options.Lanes, _options.Sequences);
        var agents = new List<ModelAgent>();
        for (var i = 0; i < lanes * AgentsPerLane; i++)
        {
            agents.Add(await _server.EnrolAsync("model"));
        }

        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(agents.Chunk(AgentsPerLane).Select(pair => Task.Run(() => LaneAsync(pair, progress))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        await CheckLeftoversAsync();
        foreach (var agent in agents)
        {
            await agent.DisposeAsync();
        }

        return new ModelRunResult(_ended, _jobs, _turns, _restarts, elapsed, _violations);
    }

    private async Task LaneAsync(ModelAgent[] agents, Action<int>? progress)
    {
        while (Interlocked.Increment(ref _begun) is var number && number <= _options.Sequences && _violations.Count < MostViolations)
        {
            var sequence = new Sequence(_server, agents, _options.Seed + number - 1);
            var violations = await sequence.RunAsync();
            Interlocked.Add(ref _jobs, sequence.Jobs.Count);
            Interlocked.Add(ref _turns, sequence.Turns);
            Interlocked.Add(ref _provoked, sequence.Provoked);
            if (violations.Count > 0)
            {
                Add($"seed {sequence.Seed}: {string.Join("\n", violations)}");
            }

            var ended = Interlocked.Increment(ref _ended);
            progress?.Invoke(ended);
            if (_options.RestartEvery > 0 && ended % _options.RestartEvery == 0)
            {
                await RestartAsync();
            }
        }
    }

    private async Task RestartAsync()
    {
        await _restart.WaitAsync();
        try
        {
            await _server.RestartAsync();
            _restarts++;
        }
        finally
        {
            _restart.Release();
        }
    }

    /// <summary>
    /// After all sequences: nothing in the queues, no slot in use, no faults at the broker, no refusals but those provoked.
    /// </summary>
    private async Task CheckLeftoversAsync()
    {
        var queues = await _server.VirtualHost.Http.GetFromJsonAsync<List<Queue>>(
            $"api/queues/{_server.VirtualHost.Name}?columns=name,messages_ready,messages_unacknowledged") ?? [];
        var faults = queues.Where(
            q => q.Name.EndsWith("_error", StringComparison.Ordinal) || q.Name.EndsWith("_skipped", StringComparison.Ordinal));
        foreach (var queue in faults)
        {
            Add($"the server put messages into {queue.Name}");
        }

        if (_server.Log.Errors is { Count: > 0 } errors)
        {
            Add(string.Join('\n', errors.Prepend("the server logged errors")));
        }

        if (_violations.Count > 0)
        {
            Add(string.Join("; ", queues.Where(q => q.Ready + q.Unacknowledged > 0)
                .Select(q => $"{q.Name}: {q.Ready} ready, {q.Unacknowledged} taken").Prepend("queues at the end")));
            Add(string.Join('\n', _server.Log.Newest.Prepend("the server's newest warnings")));
        }
        else
        {
            await DemandAsync("select count(*) from ticketflow.queue_job", 0, "rows left in the queue");
            await DemandAsync("select count(*) from ticketflow.refused_message where code = 'message-malformed'", _provoked,
                "messages refused as malformed");
            await DemandAsync(
                "select count(*) from ticketflow.refused_message where code <> 'message-malformed'", 0, "messages refused that were good");
        }
    }

    private async Task DemandAsync(string sql, long wanted, string what)
    {
        var count = await _server.Database.ScalarAsync<long>(sql);
        for (var started = Stopwatch.GetTimestamp(); count != wanted && Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60);)
        {
            await Task.Delay(50);
            count = await _server.Database.ScalarAsync<long>(sql);
        }

        if (count != wanted)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"seeds {_options.Seed} and on: {count} {what}, {wanted} expected"));
        }
    }

    private void Add(string violation)
    {
        lock (_violations)
        {
            _violations.Add(violation);
        }
    }

    private sealed record Queue(
        string Name,
        [property: JsonPropertyName("messages_ready")] long Ready,
        [property: JsonPropertyName("messages_unacknowledged")] long Unacknowledged);
}
