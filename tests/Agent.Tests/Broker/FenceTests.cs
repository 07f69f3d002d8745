using System.Text;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;

namespace TicketFlow.Agent.Tests.Broker;

/// <summary>The whole agent against a real broker: what it must not obey, and what it must survive.</summary>
public sealed class FenceTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private RunningAgent _agent = null!;

    private ScriptedServer Server => _world.Server;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _agent = await _world.StartAgentAsync();
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Duplicate_stale_and_newer_go_aheads_print_once()
    {
        var job = await TicketedAsync("j1");
        await Server.GoAheadAsync(_world.Agent, "j1", 2, _world.Printer.Address);
        await Server.HearAsync(MessageTypes.CompletionReport);
        await Server.GoAheadAsync(_world.Agent, "j1", 1, _world.Printer.Address);
        await Server.GoAheadAsync(_world.Agent, "j1", 2, _world.Printer.Address);
        await Server.GoAheadAsync(_world.Agent, "j1", 3, _world.Printer.Address);
        await Server.SettleAsync(_world.Agent);

        _world.Printer.Connections.ShouldBe(1);
        Server.Of(MessageTypes.CompletionReport).Select(report => report.Number("a")).ShouldBe([2, 2, 3]);
        (await _agent.Local.GetAsync(job)).State.ShouldBe(JobStates.Completed);
    }

    [Fact]
    public async Task A_go_ahead_for_an_unknown_job_is_answered_spool_gone()
    {
        await TicketedAsync("j1");
        await Server.GoAheadAsync(_world.Agent, "stranger", 4, _world.Printer.Address);
        var failure = await Server.HearAsync(MessageTypes.StartFailure);
        failure.Text("j").ShouldBe("stranger");
        failure.Number("a").ShouldBe(4);
        failure.Text("c").ShouldBe(TransferErrors.SpoolGone);
    }

    [Fact]
    public async Task A_refusal_reaches_the_user_with_code_and_sentence()
    {
        var job = await _agent.Local.PrintAsync("document"u8.ToArray(), "nowhere");
        var request = await Server.HearAsync(MessageTypes.TicketRequest);
        await Server.SayAsync(
            _world.Agent,
            MessageTypes.Refusal,
            new Refusal(request.Number("n"), RefusalCodes.PrinterUnknown, "No such printer.", request.Text("k")),
            AgentJson.Default.Refusal);

        var refused = await _agent.Local.BecomesAsync(job.Key, JobStates.Refused);
        refused.Code.ShouldBe(RefusalCodes.PrinterUnknown);
        refused.Text.ShouldBe("No such printer.");
    }

    [Fact]
    public async Task Messages_that_make_no_sense_are_put_aside_and_the_agent_goes_on()
    {
        await TicketedAsync("j1");
        await Server.SayRawAsync(_world.Agent, "XX9", "{}"u8.ToArray());
        await Server.SayRawAsync(_world.Agent, MessageTypes.GoAhead, "not json"u8.ToArray());
        await Server.SayRawAsync(_world.Agent, MessageTypes.GoAhead, "null"u8.ToArray());
        await Server.SayRawAsync(_world.Agent, MessageTypes.GoAhead, """{"j":"j1"}"""u8.ToArray());
        await Server.SayRawAsync(_world.Agent, MessageTypes.GoAhead, Encoding.UTF8.GetBytes($$"""{"j":"{{new string('x', 70_000)}}"}"""));
        await Server.SayRawAsync(_world.Agent, MessageTypes.Ticket, """{"n":"a","k":1}"""u8.ToArray());
        await Server.SayRawAsync(_world.Agent, MessageTypes.JobHistory, """{"n":1}"""u8.ToArray());

        await Server.GoAheadAsync(_world.Agent, "j1", 1, _world.Printer.Address);
        await Server.HearAsync(MessageTypes.CompletionReport);
        _world.Printer.Documents.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_question_is_repeated_with_the_same_key_until_it_is_answered()
    {
        await _agent.Local.PrintAsync("document"u8.ToArray());
        await Server.HearAsync(MessageTypes.TicketRequest, times: 3);
        var requests = Server.Of(MessageTypes.TicketRequest);
        requests.Select(request => request.Text("k")).Distinct().ShouldHaveSingleItem();
        requests.Select(request => request.Number("n")).ShouldBeUnique();
    }

    [Fact]
    public async Task A_printer_that_refuses_is_reported_and_the_next_go_ahead_prints()
    {
        var job = await TicketedAsync("j1");
        await Server.GoAheadAsync(_world.Agent, "j1", 1, "127.0.0.1:1");
        var failure = await Server.HearAsync(MessageTypes.StartFailure);
        failure.Text("c").ShouldBe(TransferErrors.Refused);
        failure.Number("r").ShouldBe(3);
        await Server.GoAheadAsync(_world.Agent, "j1", 2, _world.Printer.Address);
        await _agent.Local.BecomesAsync(job, JobStates.Completed);
        _world.Printer.Documents.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_unknown_mechanism_is_reported()
    {
        await TicketedAsync("j1");
        await Server.SayAsync(
            _world.Agent, MessageTypes.GoAhead, new GoAhead(1, "j1", 1, "p:1", "carrier-pigeon", 10), AgentJson.Default.GoAhead);
        (await Server.HearAsync(MessageTypes.StartFailure)).Text("c").ShouldBe(TransferErrors.MechanismUnknown);
    }

    [Fact]
    public async Task A_stop_order_in_mid_transfer_ends_it_and_says_so()
    {
        _world.Printer.Hold();
        var job = await TicketedAsync("j1", new byte[50_000_000]);
        await Server.GoAheadAsync(_world.Agent, "j1", 1, _world.Printer.Address);
        await Server.HearAsync(MessageTypes.StartReport);
        await Server.SayAsync(
            _world.Agent, MessageTypes.CancelOrder, new CancelOrder(1, "j1", StopCodes.ByOperator), AgentJson.Default.CancelOrder);

        (await Server.HearAsync(MessageTypes.StopReport)).Text("j").ShouldBe("j1");
        var stopped = await _agent.Local.BecomesAsync(job, JobStates.Cancelled);
        stopped.Code.ShouldBe(StopCodes.ByOperator);
        Directory.GetFiles(_world.Options.SpoolDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_its_queue_the_agent_says_hello_until_it_is_there()
    {
        await _world.Administration.RemoveAgentAsync(_world.Agent);
        var account = await _world.Administration.EnrolAgentAsync(_world.Agent);
        await _agent.DisposeAsync();
        _world.WriteCredentials(account.Password, _world.BrokerPort);
        await _world.DeleteQueueAsync();
        _agent = await _world.StartAgentAsync();
        Server.AlwaysGoAhead(_world.Agent, _world.Printer.Address);

        var job = await _agent.Local.PrintAsync("document"u8.ToArray());
        await Server.HearAsync(MessageTypes.Hello);
        await _world.Administration.DeclareAgentQueueAsync(_world.Agent);
        await _agent.Local.BecomesAsync(job.Key, JobStates.Completed);
    }

    /// <summary>Submits a document and gives it a ticket.</summary>
    private async Task<string> TicketedAsync(string jobId, byte[]? document = null)
    {
        Server.OnMessage = heard => heard.Type switch
        {
            MessageTypes.TicketRequest => Server.TicketAsync(
                _world.Agent, heard, jobId, heard.Body.TryGetProperty("b", out _) ? JobStates.Waiting : JobStates.Opened),
            MessageTypes.JobDescription => Server.SayAsync(
                _world.Agent,
                MessageTypes.Ticket,
                new Ticket(1, Server.Of(MessageTypes.TicketRequest)[0].Text("k")!, jobId, JobStates.Waiting),
                AgentJson.Default.Ticket),
            _ => Task.CompletedTask,
        };
        var job = await _agent.Local.PrintAsync(document ?? "document"u8.ToArray());
        await _agent.Local.BecomesAsync(job.Key, JobStates.Waiting);
        return job.Key;
    }
}
