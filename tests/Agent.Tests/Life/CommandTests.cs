using System.Diagnostics;
using System.Text.Json;
using TicketFlow.Agent.Tests.Cli;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.Errors;
using TicketFlow.Contracts.LocalApi;

namespace TicketFlow.Agent.Tests.Life;

/// <summary>The commands for a job's life, as users and their shells run them.</summary>
public sealed class CommandTests : LifeScene
{
    [Fact]
    public async Task A_stopped_printers_question_is_listed_with_the_alternatives_and_answered_by_waiting()
    {
        await using var agent = await World.StartAgentAsync();
        var job = await QueueAsync(agent.Local);
        await NoticeAsync(NoticeCodes.PrinterStopped, [new Alternative("hall", 2, "ground floor")]);
        await Eventually.True(async () => (await agent.Local.GetAsync(job.Key)).Question is not null, "the question stands");

        var (_, listed, _) = await RunAsync("jobs");
        listed.ShouldContain("office: printer-stopped");
        listed.ShouldContain("hall (2 waiting, ground floor)");
        var (exitCode, answered, errors) = await RunAsync("answer", Id, "wait", "--json");
        exitCode.ShouldBe(0, errors);
        JsonSerializer.Deserialize(answered, LocalJson.Default.LocalJob)!.Question.ShouldNotBeNull().Answered.ShouldBeTrue();
        (await RunAsync("jobs")).Output.ShouldNotContain("Answer:");
    }

    [Fact]
    public async Task A_refused_move_ends_with_3_and_names_other_printers()
    {
        await using var agent = await World.StartAgentAsync();
        await QueueAsync(agent.Local);
        Answer(MessageTypes.MoveRequest, heard => Server.SayAsync(
            World.Agent,
            MessageTypes.Refusal,
            new Refusal(
                heard.Number("n"), RefusalCodes.PrinterStopped, "vault has stopped.", JobId: Id,
                Alternatives: [new Alternative("hall", 3)]),
            AgentJson.Default.Refusal));
        var (exitCode, _, errors) = await RunAsync("move", Id, "vault");
        exitCode.ShouldBe(3);
        errors.ShouldContain("printer-stopped: vault has stopped. Other printers: hall (3 waiting).");
    }

    [Fact]
    public async Task A_cancelled_job_is_shown_as_cancelled_and_watching_it_ends_with_1()
    {
        await using var agent = await World.StartAgentAsync();
        await QueueAsync(agent.Local);
        Answer(MessageTypes.CancelRequest, _ => StopAsync(StopCodes.ByUser));
        var watching = RunAsync("watch", Id);
        var (exitCode, output, errors) = await RunAsync("cancel", Id);
        exitCode.ShouldBe(0, errors);
        output.ShouldContain("cancelled");
        var watched = await watching;
        watched.ExitCode.ShouldBe(1);
        watched.Output.ShouldContain("cancelled (cancelled-by-user)");
    }

    [Fact]
    public async Task Print_without_a_terminal_says_the_question_and_goes_on_waiting()
    {
        await using var agent = await World.StartAgentAsync();
        var file = Path.Combine(World.Home, "document.bin");
        await File.WriteAllBytesAsync(file, Document);
        var command = Path.Combine(AppContext.BaseDirectory, "ticketflow");
        using var print = Process.Start(Start(command, "print", file, "-p", "office", "--json"))!;
        await Server.TicketAsync(World.Agent, await Server.HearAsync(MessageTypes.TicketRequest), Id);
        await NoticeAsync(NoticeCodes.PrinterStopped);
        (await print.StandardOutput.ReadLineAsync()).ShouldNotBeNull().ShouldContain(NoticeCodes.PrinterStopped);

        await NoticeAsync(NoticeCodes.PrinterWorks);
        await Server.GoAheadAsync(World.Agent, Id, 1, Printer.Address);
        (await print.StandardOutput.ReadLineAsync()).ShouldNotBeNull().ShouldContain("\"state\":\"completed\"");
        await print.WaitForExitAsync();
        print.ExitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("answer", "j1", "move")]
    [InlineData("answer", "j1", "wait", "hall")]
    [InlineData("answer", "j1", "perhaps")]
    [InlineData("move", "j1")]
    [InlineData("completion", "fish")]
    public async Task What_cannot_be_understood_ends_with_2(params string[] arguments) =>
        (await RunAsync(arguments)).ExitCode.ShouldBe(2);

    [Theory]
    [InlineData("ticketflow ca", "cancel")]
    [InlineData("ticketflow answer j1 m", "move")]
    [InlineData("ticketflow cancel j", "j1")]
    public async Task Bash_completes_commands_answers_and_jobs(string line, string expected)
    {
        await using var agent = await World.StartAgentAsync();
        await QueueAsync(agent.Local);
        (await CompleteAsync(line)).ShouldContain(expected);
    }

    [Theory]
    [InlineData("zsh", "#compdef ticketflow")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Other_shells_get_their_scripts(string shell, string sign)
    {
        var (exitCode, output, _) = await RunAsync("completion", shell);
        exitCode.ShouldBe(0);
        output.ShouldContain(sign);
    }

    /// <summary>What a real bash offers for the line, by the script that the command prints.</summary>
    private async Task<string[]> CompleteAsync(string line)
    {
        var words = line.Split(' ');
        var script = $"""
            source <(ticketflow completion bash)
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({string.Join(' ', words)}) COMP_CWORD={words.Length - 1}
            _ticketflow
            printf '%s\n' "${"{"}COMPREPLY[@]{"}"}"
            """;
        using var bash = Process.Start(Start("bash", "--norc", "-c", script))!;
        var offered = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return offered.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The command's directory is on the path, as after an installation.</summary>
    private ProcessStartInfo Start(string program, params string[] arguments) => new(program, arguments)
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        Environment =
        {
            ["PATH"] = AppContext.BaseDirectory + ":" + Environment.GetEnvironmentVariable("PATH"),
            ["TICKETFLOW_AGENT_SOCKET"] = World.Options.Socket,
        },
    };

    private Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments) =>
        CliProcess.RunAsync(World.Options.Socket, arguments);
}
