using System.Security.Cryptography.X509Certificates;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Agent.Tests.Kill;

/// <summary>
/// kill -9 while one job of each mechanism stands at each step of its transfer: nothing is lost, nothing comes out twice, a printer
/// that knows what became of its job is asked, and where nobody can know, the user is told so.
/// </summary>
public sealed class KilledTransferTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private readonly X509Certificate2 _certificate = TestCertificates.SelfSigned();
    private readonly Dictionary<string, string> _keys = [];
    private IReadOnlyList<TransferStep> _steps = [];

    private string Agent => _world.Agent;

    private ScriptedServer Server => _world.Server;

    public async Task InitializeAsync()
    {
        _steps = TransferStep.All(_certificate);
        await _world.InitializeAsync();
        _world.Options.Transfers.Ipp.RecallLimit = TimeSpan.FromSeconds(2);

        // However long it takes until the last one has reached its step, no other one's patience may end before.
        _world.Options.Transfers.Ipp.AnswerWait = TimeSpan.FromMinutes(10);
        _world.Options.Transfers.Raw.CloseWait = TimeSpan.FromMinutes(10);
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
        _certificate.Dispose();
    }

    [Fact]
    public async Task Killed_at_any_step_what_had_not_left_is_printed_once_and_what_had_is_never_sent_again()
    {
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            foreach (var step in _steps)
            {
                _keys[step.Name] = (await first.Local.PrintAsync(step.Document, title: step.Name, copies: step.Copies)).Key;
            }

            foreach (var step in _steps)
            {
                await Eventually.True(() => step.Peer.IsHeld, $"{step.Name} is reached");
            }

            await first.KillAsync();
        }

        CompressedOnesAreCompressed();
        LetGo();
        Server.OnMessage = static _ => Task.CompletedTask;
        var sentBefore = _steps.ToDictionary(step => step.Name, step => (step.Peer.DocumentBytes, step.Peer.Documents.Count));
        await using var second = await AgentProcess.StartAsync(_world.Options);
        await Server.HearAsync(MessageTypes.Hello);

        await TheRestIsPrintedOnceAsync();
        await WhatLeftIsNeverSentAgainAsync(sentBefore);
        await TheUserIsToldAsync(second);
    }

    private void CompressedOnesAreCompressed()
    {
        foreach (var step in _steps.Where(step => step.Variant == "-gzip"))
        {
            ((IppPeer)step.Peer).Requests.ShouldContain(request => request.OperationAttributes.Text("compression") == "gzip");
        }
    }

    private void LetGo()
    {
        foreach (var peer in _steps.Select(step => step.Peer))
        {
            peer.HoldAt = null;
            (peer as IppPeer)?.FinishAll();
        }
    }

    private async Task TheRestIsPrintedOnceAsync()
    {
        foreach (var step in _steps.Where(step => !step.Left))
        {
            await GoAheadAsync(step, attempt: 1);
            await HearAboutAsync(step, MessageTypes.CompletionReport, attempt: 1);
            step.Peer.Documents.ShouldHaveSingleItem(step.Name).ShouldBe(Received.Of(step.Document));
        }
    }

    private async Task WhatLeftIsNeverSentAgainAsync(Dictionary<string, (long Bytes, int Documents)> sentBefore)
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
            (step.Peer.DocumentBytes, step.Peer.Documents.Count).ShouldBe(sentBefore[step.Name], step.Name);
        }
    }

    private async Task TheUserIsToldAsync(AgentProcess agent)
    {
        foreach (var step in _steps)
        {
            (await agent.Local.GetAsync(_keys[step.Name])).State.ShouldBe(step.Left ? step.State : JobStates.Completed, step.Name);
        }
    }

    private Task GoAheadAsync(TransferStep step, int attempt) =>
        Server.GoAheadAsync(Agent, step.Name, attempt, step.Peer.Address, mechanism: step.Mechanism);

    private Task HearAboutAsync(TransferStep step, string type, int attempt) => Eventually.True(
        () => Server.Of(type).Any(heard => heard.Text("j") == step.Name && heard.Number("a") == attempt),
        $"{type} of {step.Name} under attempt {attempt}");
}
