using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;

namespace TicketFlow.Agent.Tests.Kill;

/// <summary>kill -9 at each step of a job's life. Nothing is lost, nothing is printed twice.</summary>
public sealed class KilledAgentTests : IAsyncLifetime
{
    private readonly AgentWorld _world = new();
    private readonly byte[] _document = new byte[20_000];

    private string Agent => _world.Agent;

    private ScriptedServer Server => _world.Server;

    private TestPrinter Printer => _world.Printer;

    public async Task InitializeAsync()
    {
        new Random(7).NextBytes(_document);
        await _world.InitializeAsync();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(256 * 1024)]
    [InlineData(1000)]
    public async Task Killed_when_accepted_before_the_server_heard_of_it_the_job_is_printed_once_after_the_restart(int memoryThreshold)
    {
        _world.Options.Spool.MemoryThreshold = memoryThreshold;
        _world.Options.Spool.OpenWait = TimeSpan.Zero;
        _world.WriteCredentials("not-the-password", _world.BrokerPort);
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            await first.Local.PrintAsync(_document);
            await first.KillAsync();
        }

        Server.Heard.ShouldBeEmpty();
        await _world.EnrolAsync();
        AnswerEverything();
        await using var second = await AgentProcess.StartAsync(_world.Options);
        await Server.HearAsync(MessageTypes.CompletionReport);
        Printer.Documents.ShouldHaveSingleItem().ShouldBe(_document);
    }

    [Fact]
    public async Task Killed_when_requested_it_asks_for_the_same_ticket_again_and_prints_once()
    {
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            await first.Local.PrintAsync(_document);
            await Server.HearAsync(MessageTypes.TicketRequest);
            await first.KillAsync();
        }

        AnswerEverything();
        await using var second = await AgentProcess.StartAsync(_world.Options);
        await Server.HearAsync(MessageTypes.CompletionReport);
        Server.Of(MessageTypes.TicketRequest).Select(request => request.Text("k")).Distinct().ShouldHaveSingleItem();
        Printer.Documents.ShouldHaveSingleItem().ShouldBe(_document);
    }

    [Fact]
    public async Task Killed_while_waiting_it_says_hello_and_obeys_the_go_ahead()
    {
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            var job = await first.Local.PrintAsync(_document);
            await Server.TicketAsync(Agent, await Server.HearAsync(MessageTypes.TicketRequest), "j1");
            await first.Local.BecomesAsync(job.Key, JobStates.Waiting);
            await first.KillAsync();
        }

        await using var second = await AgentProcess.StartAsync(_world.Options);
        await Server.HearAsync(MessageTypes.Hello);
        await Server.GoAheadAsync(Agent, "j1", 1, Printer.Address);
        (await Server.HearAsync(MessageTypes.CompletionReport)).Text("j").ShouldBe("j1");
        Printer.Documents.ShouldHaveSingleItem().ShouldBe(_document);
    }

    [Fact]
    public async Task Killed_while_starting_nothing_had_left_so_the_same_go_ahead_is_obeyed_again()
    {
        _world.Options.Transfers.Raw.ConnectTries = 100;
        _world.Options.Transfers.Raw.WaitBetweenTries = TimeSpan.FromSeconds(1);
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            await first.Local.PrintAsync(_document);
            await Server.TicketAsync(Agent, await Server.HearAsync(MessageTypes.TicketRequest), "j1");
            await Server.GoAheadAsync(Agent, "j1", 1, "127.0.0.1:1");
            await Server.HearAsync(MessageTypes.GoAheadReceipt);
            await first.KillAsync();
        }

        await using var second = await AgentProcess.StartAsync(_world.Options);
        await Server.HearAsync(MessageTypes.Hello);
        Server.Of(MessageTypes.InterruptionReport).ShouldBeEmpty();
        await Server.GoAheadAsync(Agent, "j1", 1, Printer.Address);
        await Server.HearAsync(MessageTypes.CompletionReport);
        Printer.Documents.ShouldHaveSingleItem().ShouldBe(_document);
    }

    [Fact]
    public async Task Killed_while_sending_it_reports_the_interruption_and_never_sends_again()
    {
        Printer.Hold();
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            await first.Local.PrintAsync(_document);
            await Server.TicketAsync(Agent, await Server.HearAsync(MessageTypes.TicketRequest), "j1");
            await Server.GoAheadAsync(Agent, "j1", 1, Printer.Address);
            await Server.HearAsync(MessageTypes.StartReport);
            await first.KillAsync();
        }

        await using var second = await AgentProcess.StartAsync(_world.Options);
        (await Server.HearAsync(MessageTypes.InterruptionReport)).Number("a").ShouldBe(1);
        await Server.GoAheadAsync(Agent, "j1", 2, Printer.Address);
        (await Server.HearAsync(MessageTypes.InterruptionReport, times: 2)).Number("a").ShouldBe(2);
        await Server.SettleAsync(Agent);
        Printer.Connections.ShouldBe(1);
        Server.Of(MessageTypes.StartReport).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Killed_when_sent_but_not_reported_it_reports_and_does_not_send_again()
    {
        Printer.Hold();
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            var job = await first.Local.PrintAsync(_document);
            await Server.TicketAsync(Agent, await Server.HearAsync(MessageTypes.TicketRequest), "j1");
            await Server.GoAheadAsync(Agent, "j1", 1, Printer.Address);
            await Server.HearAsync(MessageTypes.StartReport);

            // From here on the broker lets the agent say nothing: its account gets another password and its connection is cut.
            await _world.EnrolAsync();
            Printer.Release();
            await first.Local.BecomesAsync(job.Key, JobStates.Completed);
            await first.KillAsync();
        }

        Server.Of(MessageTypes.CompletionReport).ShouldBeEmpty();
        await using var second = await AgentProcess.StartAsync(_world.Options);
        (await Server.HearAsync(MessageTypes.CompletionReport)).Number("b").ShouldBe(_document.Length);
        await Server.GoAheadAsync(Agent, "j1", 2, Printer.Address);
        (await Server.HearAsync(MessageTypes.CompletionReport, times: 2)).Number("a").ShouldBe(2);
        await Server.SettleAsync(Agent);
        Printer.Documents.ShouldHaveSingleItem().ShouldBe(_document);
        Printer.Connections.ShouldBe(1);
    }

    [Fact]
    public async Task Killed_after_the_report_it_owes_nothing_and_still_knows_the_job()
    {
        Server.AlwaysGoAhead(Agent, Printer.Address);
        string key;
        await using (var first = await AgentProcess.StartAsync(_world.Options))
        {
            key = (await first.Local.PrintAsync(_document)).Key;
            await Server.HearAsync(MessageTypes.CompletionReport);
            await Eventually.True(
                async () => !(await first.Local.Http.GetStringAsync("v1/jobs")).Contains(key, StringComparison.Ordinal),
                "the job is closed");
            await first.KillAsync();
        }

        await using var second = await AgentProcess.StartAsync(_world.Options);
        (await second.Local.GetAsync(key)).State.ShouldBe(JobStates.Completed);

        // Without a job it has no connection; with the next one it would say what it still owed.
        await second.Local.PrintAsync("another"u8.ToArray());
        await Server.HearAsync(MessageTypes.CompletionReport, times: 2);
        await Server.SettleAsync(Agent);
        Server.Of(MessageTypes.CompletionReport).Count.ShouldBe(2);
        Printer.Documents.Count.ShouldBe(2);
    }

    /// <summary>Ticket and go-ahead for whatever comes, whether it was described at once or opened first.</summary>
    private void AnswerEverything() => Server.OnMessage = async heard =>
    {
        if (heard.Type == MessageTypes.TicketRequest)
        {
            var described = heard.Body.TryGetProperty("b", out _);
            await Server.TicketAsync(Agent, heard, "j1", described ? JobStates.Waiting : JobStates.Opened);
        }

        if (heard.Type is MessageTypes.JobDescription or MessageTypes.TicketRequest && heard.Body.TryGetProperty("b", out _))
        {
            await Server.GoAheadAsync(Agent, "j1", 1, Printer.Address);
        }
    };
}
