using System.Diagnostics;
using System.Text;
using TicketFlow.Contracts.Agents;
using TicketFlow.Messaging.Wire;
using TicketFlow.TicketServer.Resources;

namespace TicketFlow.Model;

/// <summary>
/// One random sequence on a few agents and printers of its own: things happen for a while, then everything calms down, settles, and is
/// checked.
/// </summary>
internal sealed class Sequence(ModelServer server, IReadOnlyList<ModelAgent> agents, int seed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SayAgainAfter = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(60);

    private readonly Dice _chance = new(seed);
    private readonly List<ModelJob> _jobs = [];
    private readonly List<string> _printers = [];

    public int Seed { get; } = seed;

    public IReadOnlyList<ModelJob> Jobs => _jobs;

    public IReadOnlyList<string> Printers => _printers;

    /// <summary>Turns at its printers that were judged.</summary>
    public int Turns { get; private set; }

    /// <summary>Malformed messages that this sequence sent on purpose.</summary>
    public int Provoked { get; private set; }

    /// <summary>Runs it; the violations found, none when all is well.</summary>
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        foreach (var agent in agents)
        {
            agent.Begin();
        }

        await AddPrintersAsync();
        var steps = _chance.Next(8, 22);
        var checkAt = _chance.Next(steps);
        var violations = new List<string>();
        for (var step = 0; step < steps; step++)
        {
            await StepAsync();
            if (step == checkAt)
            {
                violations.AddRange(await new RowChecks(server).AgreeAsync(_jobs));
            }

            await Task.Delay(_chance.Next(25));
        }

        var settled = await SettleAsync();
        violations.AddRange(settled);
        var verdict = new Verdict(server, this);
        violations.AddRange(await verdict.FindAsync(everythingEnded: settled.Count == 0));
        Turns = verdict.Turns;
        violations.AddRange(agents.SelectMany(agent => agent.Faults));
        return violations;
    }

    private async Task AddPrintersAsync()
    {
        var count = _chance.Next(1, 4);
        for (var i = 0; i < count; i++)
        {
            var name = $"p{i}-{Guid.NewGuid():n}"[..16];
            _printers.Add(name);
            await server.ChangeAsync(
                name, new ResourceRegistered(name, "printer", "127.0.0.1:9100", "raw", _chance.Next(1, 4), _chance.Next(1500, 4000), null));
        }
    }

    private Task StepAsync() => _chance.Next(100) switch
    {
        < 45 => SubmitAsync(),
        < 65 => UserAsync(),
        < 77 => OperatorAsync(),
        < 88 => ChangePrinterAsync(Pick(_printers)),
        < 93 => Pick(agents).CrashAsync(_chance),
        < 96 => Pick(agents).HelloAsync(_chance),
        < 97 => Pick(agents).ReinstallAsync(_chance),
        < 98 => GarbageAsync(),
        _ => Pick(agents).BeatAsync(_chance),
    };

    private async Task SubmitAsync()
    {
        var burst = _chance.Next(1, 4);
        for (var i = 0; i < burst; i++)
        {
            var agent = Pick(agents);
            var bytes = _chance.Next(8) switch { 0 => 5000, 1 => 1400, _ => _chance.Next(1, 900) };
            var openedFirst = _chance.Next(8) == 0;
            var chance = new Dice(unchecked((Seed * 7919) + _jobs.Count));
            var printer = _chance.Next(40) == 0 ? "nowhere" : Pick(_printers);
            var key = ModelJob.NewKey();
            var job = new ModelJob(agent.Id, key, _jobs.Count, chance)
            {
                Request = new TicketRequest(
                    agent.Wire.Next(), key, "0.1.0", "linux", "none", printer, "EXAMPLE", "ana", "letter", "127.0.0.1", 1,
                    openedFirst ? null : bytes),
                Bytes = bytes,
                Describes = !openedFirst || _chance.Next(8) != 0,
            };
            _jobs.Add(job);
            await agent.SubmitAsync(job);
        }
    }

    private async Task UserAsync()
    {
        // Drawn first: what is chosen must not depend on how fast the server answered.
        var (action, to) = (_chance.Next(8), Pick(_printers));
        if (_jobs.Count == 0 || Pick(_jobs) is not { Answered: true } job)
        {
            return;
        }

        var agent = AgentOf(job);
        var (wire, n) = (agent.Wire, agent.Wire.Next());
        await (action switch
        {
            0 => wire.SendAsync(MessageTypes.CancelRequest, new CancelRequest(n, job.JobId), AgentJson.Default.CancelRequest, _chance),
            1 => wire.SendAsync(
                MessageTypes.HoldRequest, new HoldRequest(n, job.JobId, true), AgentJson.Default.HoldRequest, _chance, false),
            2 => wire.SendAsync(MessageTypes.HoldRequest, new HoldRequest(n, job.JobId, false), AgentJson.Default.HoldRequest, _chance),
            3 => wire.SendAsync(MessageTypes.YieldRequest, new YieldRequest(n, job.JobId), AgentJson.Default.YieldRequest, _chance),
            4 => wire.SendAsync(MessageTypes.WaitRequest, new WaitRequest(n, job.JobId), AgentJson.Default.WaitRequest, _chance),
            5 => agent.ResendAsync(job),
            _ => wire.SendAsync(MessageTypes.MoveRequest, new MoveRequest(n, job.JobId, to), AgentJson.Default.MoveRequest, _chance, false),
        });
    }

    private Task OperatorAsync()
    {
        if (_jobs.Count == 0)
        {
            return Task.CompletedTask;
        }

        var job = Pick(_jobs);
        return _chance.Next(8) switch
        {
            0 => server.OrderAsync(job, OperatorActions.Interrupt),
            1 => server.OrderAsync(job, OperatorActions.Hold),
            2 => server.OrderAsync(job, OperatorActions.Release),
            3 => server.OrderAsync(
                job, OperatorActions.Priority, _chance.Next(-2, 3).ToString(System.Globalization.CultureInfo.InvariantCulture)),
            4 => server.OrderAsync(job, OperatorActions.Promote),
            5 => server.OrderAsync(job, OperatorActions.Yield),
            6 => server.OrderAsync(job, OperatorActions.Move, Pick(_printers)),
            _ => server.OrderAsync(job, OperatorActions.Resend),
        };
    }

    private Task ChangePrinterAsync(string printer) => server.ChangeAsync(printer, Change(printer));

    private ResourceEvent Change(string printer) => _chance.Next(9) switch
    {
        0 or 1 => new QueuePaused(printer),
        2 or 3 => new QueueResumed(printer),
        4 => new ResourceStopped(printer, ["media-empty"], "out of paper", "monitor"),
        5 => new ResourceWorks(printer, "monitor"),
        6 => new ResourceDisabled(printer),
        7 => new ResourceEnabled(printer),
        _ => new ResourceChecked(printer, "monitor"),
    };

    private Task GarbageAsync()
    {
        Provoked++;
        return Pick(agents).Wire.SendAsync(MessageTypes.TicketRequest, "{"u8.ToArray());
    }

    /// <summary>Everything is put in order; then each job must come to its end by itself.</summary>
    private async Task<IReadOnlyList<string>> SettleAsync()
    {
        foreach (var agent in agents)
        {
            await agent.Wire.SettleAsync();
            agent.CalmDown();
        }

        foreach (var printer in _printers)
        {
            await server.ChangeAsync(printer, new ResourceEnabled(printer));
            await server.ChangeAsync(printer, new QueueResumed(printer));
            await server.ChangeAsync(printer, new ResourceWorks(printer, "monitor"));
        }

        var started = Stopwatch.GetTimestamp();
        var (said, wait) = (started, SayAgainAfter);
        IReadOnlyList<string> open = ["not looked yet"];
        while (Stopwatch.GetElapsedTime(started) < Patience)
        {
            var rows = new RowChecks(server);
            open = [.. await rows.OpenAsync(_jobs), .. await rows.UnheardAsync(_jobs)];
            if (open.Count == 0)
            {
                return [];
            }

            if (Stopwatch.GetElapsedTime(said) >= wait)
            {
                // Longer and longer, as agents do: a server that is behind must not be buried under questions.
                (said, wait) = (Stopwatch.GetTimestamp(), wait * 2);
                await SayAgainAsync();
            }

            await Task.Delay(Look);
        }

        return [$"pending for ever: {string.Join("; ", open)}"];
    }

    /// <summary>What agents do from time to time: state their jobs, ask again; and operators, to jobs that are held.</summary>
    private async Task SayAgainAsync()
    {
        foreach (var agent in agents)
        {
            await agent.HelloAsync(_chance);
        }

        foreach (var job in _jobs.Where(job => job is { Answered: false, Held: HeldAs.Spooled }))
        {
            await AgentOf(job).AskAsync(job);
        }

        foreach (var job in await new RowChecks(server).HeldAsync(_jobs))
        {
            await server.OrderAsync(job, OperatorActions.Release);
        }
    }

    private ModelAgent AgentOf(ModelJob job) => agents.First(agent => agent.Id == job.Agent);

    private T Pick<T>(IReadOnlyList<T> from) => from[_chance.Next(from.Count)];

    public override string ToString() => new StringBuilder()
        .Append("seed ").Append(Seed).Append(": ").AppendJoin("; ", _jobs).ToString();
}
