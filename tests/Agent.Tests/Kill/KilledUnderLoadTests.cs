using System.Collections.Concurrent;
using System.Security.Cryptography;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Kill;

/// <summary>kill -9 while many documents come in and go out.</summary>
public sealed class KilledUnderLoadTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private readonly ConcurrentDictionary<string, string> _acknowledged = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Every_acknowledged_job_is_printed_once_or_reported_as_interrupted()
    {
        PlayServer();
        for (var round = 1; round <= 3; round++)
        {
            await using var agent = await AgentProcess.StartAsync(_world.Options);
            var submitting = Enumerable.Range(0, 8).Select(_ => SubmitUntilKilledAsync(agent.Local)).ToList();
            await Eventually.True(() => _acknowledged.Count >= round * 100, "enough jobs are in");
            await agent.KillAsync();
            await Task.WhenAll(submitting);
        }

        await using var last = await AgentProcess.StartAsync(_world.Options);
        foreach (var key in _acknowledged.Keys)
        {
            await Eventually.True(() => _world.Server.Heard.Any(heard => IsEnd(heard, key)), $"job {key} comes to an end");
        }

        var printed = _world.Printer.Documents.Select(Hash).ToList();
        printed.ShouldBeUnique();
        foreach (var (key, hash) in _acknowledged)
        {
            var completed = _world.Server.Of(MessageTypes.CompletionReport).Any(heard => heard.Text("j") == "job-" + key);
            (printed.Contains(hash) || !completed).ShouldBeTrue($"job {key} was reported as completed and is not on the printer");
        }
    }

    /// <summary>A go-ahead for every request, and again for what an agent that is back has not sent: it died with one in hand.</summary>
    private void PlayServer()
    {
        _world.Server.AlwaysGoAhead(_world.Agent, _world.Printer.Address);
        var answerRequest = _world.Server.OnMessage;
        _world.Server.OnMessage = async heard =>
        {
            await answerRequest(heard);
            if (heard.Type == MessageTypes.Hello && heard.Body.TryGetProperty("s", out var stated))
            {
                foreach (var job in stated.EnumerateArray().Where(j => j.GetProperty("s").GetString() == HeldStates.Spooled))
                {
                    if (job.TryGetProperty("j", out var id))
                    {
                        await _world.Server.GoAheadAsync(
                            _world.Agent, id.GetString()!, job.GetProperty("a").GetInt32() + 1, _world.Printer.Address);
                    }
                }
            }
        };
    }

    private static bool IsEnd(Heard heard, string key) =>
        heard.Type is MessageTypes.CompletionReport or MessageTypes.InterruptionReport && heard.Text("j") == "job-" + key;

    private static string Hash(byte[] document) => Convert.ToHexString(SHA256.HashData(document));

    private async Task SubmitUntilKilledAsync(LocalClient local)
    {
        while (true)
        {
            var document = RandomNumberGenerator.GetBytes(10_000);
            try
            {
                _acknowledged[(await local.PrintAsync(document)).Key] = Hash(document);
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                return;
            }
        }
    }
}
