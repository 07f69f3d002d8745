using TicketFlow.Contracts.Agents;
using TicketFlow.TicketServer.Access;
using TicketFlow.TicketServer.Jobs;

namespace TicketServer.Tests.Server;

/// <summary>A client below the recommended version is admitted, and told so with the first answer, whichever that is (M-2).</summary>
public sealed class AdviceTests : IAsyncLifetime
{
    private readonly ServerHarness _server = new();
    private ScriptedAgent _agent = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.StartAsync();
        await _server.AddPrinterAsync("hall", slots: 1);
        await _server.AddPrinterAsync("cellar", slots: 1);
        _agent = await _server.EnrolAsync("desk-1");
        await ChangeAsync(new AccessDenied("cellar", @"user:example\ana"));
        await ChangeAsync(new ClientRecommendationSet("linux", "9.0"));
        await Eventually.ShouldBecomeAsync(
            async () =>
            {
                await _agent.SendAsync(_agent.Request("hall", bytes: null));
                return (await _agent.TicketAsync()).Advice?.Fetch;
            },
            "9.0");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task It_comes_with_the_go_ahead_with_the_ticket_and_with_each_repeat_and_stands_in_the_event()
    {
        var request = _agent.Request("hall");
        await _agent.SendAsync(request);
        var go = await _agent.GoAheadAsync();
        go.Advice.ShouldNotBeNull().Code.ShouldBe(AdviceCodes.ClientOutdated);
        await _agent.SendAsync(request);
        (await _agent.GoAheadAsync()).Advice.ShouldBe(go.Advice);

        await _agent.SendAsync(_agent.Request("hall"));
        var ticket = await _agent.TicketAsync();
        (ticket.Position, ticket.Advice).ShouldBe((1, go.Advice));
        var opened = (JobOpened)(await _server.Store.LightweightSession().Events.FetchStreamAsync("job-" + ticket.JobId))[0].Data;
        opened.Advice.ShouldBe(new JobAdvice(AdviceCodes.ClientOutdated, go.Advice!.Text, "9.0"));
    }

    [Fact]
    public async Task Users_are_shown_the_printers_that_they_may_use()
    {
        await _agent.SendAsync(new PrinterQuery(8, "EXAMPLE", "ana"));
        (await _agent.PrintersAsync()).Printers.Select(p => p.Name).ShouldBe(["hall"]);
        await _agent.SendAsync(new PrinterQuery(9, "EXAMPLE", "ben"));
        (await _agent.PrintersAsync()).Printers.Select(p => p.Name).ShouldBe(["cellar", "hall"]);
    }

    private Task ChangeAsync(AccessEvent fact) =>
        new PolicyEditor(_server.Store, "operator:test").ChangeAsync(PolicyEntry.Of(fact).Subject, [fact], default);
}
