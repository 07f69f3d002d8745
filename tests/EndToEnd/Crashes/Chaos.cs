using EndToEnd.Tests.Comebacks;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.Crashes;

/// <summary>
/// Kills parts of a system at random, one to three at a time, and starts them again at once; now and then the broker loses everything it
/// had and gets its accounts back, as the runbook says.
/// </summary>
internal sealed class Chaos
{
    private const string Broker = "broker";
    private const string EmptiedBroker = "broker, emptied";
    private const string Agent = "agent";

    private readonly Random _dice;
    private readonly (string Name, Func<Task> Kill, Func<Task> Start)[] _parts;
    private readonly List<string> _done = [];
    private TaskCompletionSource _agentIsBack = Back();

    public Chaos(TicketFlowSystem system, int seed)
    {
        _dice = new Random(seed);
        BrokerAccounts? accounts = null;
        _parts =
        [
            ("ticket server", system.TicketServer.KillAsync, system.TicketServer.StartAsync),
            (Agent, system.Agents[0].Process.KillAsync, system.Agents[0].Process.StartAsync),
            ("reporting", system.Reporting!.KillAsync, system.Reporting.StartAsync),
            ("monitor", system.Monitors[0].KillAsync, system.Monitors[0].StartAsync),
            ("database", system.Postgres.KillAsync, system.Postgres.StartAsync),
            (Broker, system.Broker.KillAsync, system.Broker.StartAsync),
            (EmptiedBroker,
                async () => accounts = await BrokerAccounts.ReadAsync(system.Management),
                async () =>
                {
                    await system.Broker.LoseDataAsync();
                    await accounts!.RestoreAsync(system.Management);
                }),
        ];
        _agentIsBack.SetResult();
    }

    /// <summary>Ends when the agent is up that is down now.</summary>
    public Task AgentIsBack => _agentIsBack.Task;

    /// <summary>What was killed so far, for whoever has to understand a failure.</summary>
    public string Story => string.Join("; ", _done);

    /// <summary>Kills and starts until it is enough; at the end everything runs.</summary>
    public async Task RunAsync(Func<bool> enough)
    {
        while (!enough())
        {
            var chosen = Choose();
            _done.Add(string.Join(" and ", chosen.Select(part => part.Name)));
            if (chosen.Any(part => part.Name == Agent))
            {
                _agentIsBack = Back();
            }

            await Task.WhenAll(chosen.Select(part => part.Kill()));
            // Everything starts at once, as after a power cut: each part waits for those it needs.
            await Task.WhenAll(chosen.Select(part => part.Start()));
            _agentIsBack.TrySetResult();
        }
    }

    private List<(string Name, Func<Task> Kill, Func<Task> Start)> Choose()
    {
        var chosen = _parts.OrderBy(_ => _dice.Next()).Take(_dice.Next(1, 4)).ToList();
        if (chosen.Any(part => part.Name == EmptiedBroker))
        {
            chosen.RemoveAll(part => part.Name == Broker);
        }

        return chosen;
    }

    private static TaskCompletionSource Back() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
