using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Agent.Tests.Kill;

/// <summary>
/// kill -9 while one job of each mechanism stands at each step of its transfer: nothing is lost, nothing comes out twice, and a printer
/// that knows what became of its job is asked.
/// </summary>
public sealed class KilledTransferTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private readonly byte[] _document = new byte[20_000];
    private readonly List<Step> _steps = Steps();

    private string Agent => _world.Agent;

    private ScriptedServer Server => _world.Server;

    public async Task InitializeAsync()
    {
        new Random(9).NextBytes(_document);
        await _world.InitializeAsync();
        _world.Options.Transfers.Ipp.RecallLimit = TimeSpan.FromSeconds(2);
        Server.OnMessage = async heard =>
        {
            if (heard.Type == MessageTypes.TicketRequest)
            {
                var step = _steps.Single(step => step.Name == heard.Text("t"));
                await Server.TicketAsync(Agent, heard, step.Name);
                await GoAheadAsync(step, attempt: 1);
            }
        };
    }

    public async Task DisposeAsync()
    {
        foreach (var step in _steps)
        {
            await step.Peer.DisposeAsync();
        }

        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Killed_at_any_step_what_had_not_left_is_printed_once_and_what_had_is_never_sent_again()
    {
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            foreach (var step in _steps)
            {
                await first.Local.PrintAsync(_document, title: step.Name);
            }

            foreach (var step in _steps)
            {
                await Eventually.True(() => step.Peer.Steps.Contains(step.Peer.HoldAt), $"{step.Name} is reached");
            }

            await first.KillAsync();
        }

        _steps.ForEach(step => step.Peer.HoldAt = null);
        foreach (var printer in _steps.Select(step => step.Peer).OfType<IppPeer>())
        {
            printer.FinishAll();
        }

        Server.OnMessage = static _ => Task.CompletedTask;
        var sentBefore = _steps.ToDictionary(step => step.Name, step => step.Peer.DocumentBytes);
        await using var second = await AgentProcess.StartAsync(_world.Options);
        await Server.HearAsync(MessageTypes.Hello);

        await TheRestIsPrintedOnceAsync();
        await WhatLeftIsNeverSentAgainAsync(sentBefore);
    }

    private async Task TheRestIsPrintedOnceAsync()
    {
        foreach (var step in _steps.Where(step => !step.Left))
        {
            await GoAheadAsync(step, attempt: 1);
            await HearAboutAsync(step, MessageTypes.CompletionReport, attempt: 1);
            step.Peer.Documents.ShouldHaveSingleItem(step.Name).ShouldBe(Received.Of(_document));
        }
    }

    private async Task WhatLeftIsNeverSentAgainAsync(Dictionary<string, long> sentBefore)
    {
        foreach (var step in _steps.Where(step => step.Left))
        {
            await HearAboutAsync(step, step.Report, attempt: 1);
            await GoAheadAsync(step, attempt: 2);
            await HearAboutAsync(step, step.Report, attempt: 2);
        }

        await Server.SettleAsync(Agent);
        foreach (var step in _steps.Where(step => step.Left))
        {
            step.Peer.DocumentBytes.ShouldBe(sentBefore[step.Name], step.Name);
            step.Peer.Documents.Count.ShouldBeLessThanOrEqualTo(1, step.Name);
        }
    }

    private Task GoAheadAsync(Step step, int attempt) =>
        Server.GoAheadAsync(Agent, step.Name, attempt, step.Peer.Address, mechanism: step.Mechanism);

    private Task HearAboutAsync(Step step, string type, int attempt) => Eventually.True(
        () => Server.Of(type).Any(heard => heard.Text("j") == step.Name && heard.Number("a") == attempt),
        $"{type} of {step.Name} under attempt {attempt}");

    private static List<Step> Steps() =>
    [
        Raw("document"), Raw("end"),
        Lpd("queue", left: false), Lpd("control-file", left: false), Lpd("document-order"), Lpd("document"), Lpd("confirmation"),
        Ipp("GetPrinterAttributes", left: false), Ipp("ValidateJob", left: false), Ipp("CreateJob", left: false),

        // The printer is asked: it has a part only; it has it all; it prints, and goes on printing while nobody asks.
        Ipp("document") with { Report = MessageTypes.TransferFailure },
        Ipp("taken") with { Report = MessageTypes.CompletionReport },
        Ipp("GetJobAttributes") with { Report = MessageTypes.CompletionReport },
    ];

    private static Step Raw(string at) => new("raw", new RawPeer(new PeerBehaviour()) { HoldAt = at }, Left: true);

    private static Step Lpd(string at, bool left = true) => new("lpd", new LpdPeer(new PeerBehaviour()) { HoldAt = at }, left);

    private static Step Ipp(string at, bool left = true) => new(
        "ipp", new IppPeer(new PeerBehaviour()) { HoldAt = at, EndState = at == "GetJobAttributes" ? 5 : 9 }, left);

    private sealed record Step(string Mechanism, ConformancePeer Peer, bool Left)
    {
        /// <summary>What the agent says of it afterwards, when something had left.</summary>
        public string Report { get; init; } = MessageTypes.InterruptionReport;

        public string Name { get; } = $"{Mechanism}-{Peer.HoldAt}".ToLowerInvariant();
    }
}
