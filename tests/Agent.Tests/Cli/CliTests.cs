using System.Text.Json;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Cli;

/// <summary>Exit codes and output as docs/cli.md promises them.</summary>
public sealed class CliTests : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
    private readonly AgentWorld _world = new();
    private RunningAgent _agent = null!;
    private string _file = null!;
    private int _tickets;

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        _agent = await _world.StartAgentAsync();
        _file = Path.Combine(_world.Home, "document.txt");
        await File.WriteAllTextAsync(_file, "a document");
    }

    public async Task DisposeAsync()
    {
        await _agent.DisposeAsync();
        await _world.DisposeAsync();
    }

    [Fact]
    public async Task Printing_waits_until_the_printer_has_it_and_ends_with_0()
    {
        _world.Server.AlwaysGoAhead(_world.Agent, _world.Printer.Address);
        var (exitCode, output, errors) = await RunAsync("print", _file, "--printer", "office", "--json");

        exitCode.ShouldBe(0, errors);
        var job = JsonSerializer.Deserialize(output, LocalJson.Default.LocalJob)!;
        (job.State, job.Title, job.User, job.BytesSent).ShouldBe((JobStates.Completed, "document.txt", Environment.UserName, 10));
        _world.Printer.Documents.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_refused_job_ends_with_3_and_says_why()
    {
        _world.Server.OnMessage = heard => heard.Type == MessageTypes.TicketRequest
            ? _world.Server.SayAsync(
                _world.Agent,
                MessageTypes.Refusal,
                new Refusal(heard.Number("n"), RefusalCodes.PrinterUnknown, "No such printer.", heard.Text("k")),
                AgentJson.Default.Refusal)
            : Task.CompletedTask;
        var (exitCode, _, errors) = await RunAsync("print", _file, "--printer", "nowhere");

        exitCode.ShouldBe(3);
        errors.ShouldContain("printer-unknown");
        errors.ShouldContain("No such printer.");
    }

    [Fact]
    public async Task A_job_that_breaks_ends_with_1()
    {
        _world.Server.OnMessage = async heard =>
        {
            if (heard.Type == MessageTypes.TicketRequest)
            {
                await _world.Server.TicketAsync(_world.Agent, heard, "j1", _tickets++ > 0 ? JobStates.Failed : JobStates.Waiting);
                await _world.Server.GoAheadAsync(_world.Agent, "j1", 1, "127.0.0.1:1");
            }
        };
        var (exitCode, _, errors) = await RunAsync("print", _file, "--printer", "office");

        exitCode.ShouldBe(1);
        errors.ShouldContain(TransferErrors.Refused);
    }

    [Fact]
    public async Task A_command_line_without_sense_ends_with_2()
    {
        (await RunAsync("print", _file)).ExitCode.ShouldBe(2);
        (await RunAsync("print", _file + ".not", "--printer", "office")).ExitCode.ShouldBe(2);
        (await RunAsync("show", "nosuchjob")).ExitCode.ShouldBe(2);
        (await RunAsync("show", "k5q2mzr7xw3hb6ta")).ExitCode.ShouldBe(5, "it could be one that only the server still knows");
        (await RunAsync("frobnicate")).ExitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Without_an_agent_it_ends_with_4()
    {
        var (exitCode, _, errors) = await CliProcess.RunAsync(Path.Combine(_world.Home, "nobody.sock"), "jobs");
        exitCode.ShouldBe(4);
        errors.ShouldContain("nobody.sock");
    }

    [Fact]
    public async Task A_silent_server_ends_with_5_or_with_the_timeout()
    {
        await _agent.DisposeAsync();
        _world.Options.Broker.AnswerWait = TimeSpan.FromSeconds(1);
        _agent = await _world.StartAgentAsync();
        (await RunAsync("printers")).ExitCode.ShouldBe(5);
        (await RunAsync("print", _file, "--printer", "office", "--timeout", "0.2")).ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task Showing_a_job_by_a_prefix_prints_its_timeline_with_delays()
    {
        _world.Server.OnMessage = heard => heard.Type switch
        {
            MessageTypes.TicketRequest => _world.Server.TicketAsync(_world.Agent, heard, "job-one"),
            MessageTypes.JobQuery => _world.Server.SayAsync(
                _world.Agent,
                MessageTypes.JobHistory,
                new JobHistory(heard.Number("n"), heard.Text("j")!, JobStates.Waiting, [
                    new HistoryEntry(At, "ticket_issued", "server", "ticket"),
                    new HistoryEntry(At.AddMilliseconds(12.5), "job_queued", "server", "queued"),
                ]),
                AgentJson.Default.JobHistory),
            _ => Task.CompletedTask,
        };
        var job = await _agent.Local.PrintAsync("document"u8.ToArray());
        await _agent.Local.BecomesAsync(job.Key, JobStates.Waiting);
        var (exitCode, output, errors) = await RunAsync("show", "job-o");

        exitCode.ShouldBe(0, errors);
        output.ShouldContain("job-one");
        output.ShouldContain("+12.5 ms\tjob_queued\tserver\tqueued");
    }

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync(_world.Options.Socket, arguments);
}
