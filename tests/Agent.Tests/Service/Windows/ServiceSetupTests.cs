using TicketFlow.Agent.Service.Windows;

namespace TicketFlow.Agent.Tests.Service.Windows;

/// <summary>What <c>install</c> and <c>uninstall</c> have Windows' own tools do. No Windows here: the tools are played.</summary>
public sealed class ServiceSetupTests : IDisposable
{
    private const string Program = @"C:\Program Files\TicketFlow\TicketFlow.Agent.exe";
    private readonly string _home = Directory.CreateTempSubdirectory("tf-service-").FullName;
    private readonly List<SystemCommand> _called = [];
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    /// <summary>Exit codes of commands, by their first words.</summary>
    private Dictionary<string, int> Answers { get; } = new() { ["sc.exe query"] = 1060 };

    public void Dispose()
    {
        Directory.Delete(_home, recursive: true);
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Install_makes_a_service_with_its_own_account_home_recovery_and_log_and_starts_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_home, "credentials.json"), "{}");
        (await RunAsync("install", "--Home", _home)).ShouldBe(0, _errors.ToString());
        Verbs().ShouldBe(
        [
            "sc.exe query", "sc.exe create", "sc.exe description", "sc.exe sidtype", "sc.exe failure", "sc.exe failureflag", "reg.exe add",
            $"icacls.exe {_home}", $"icacls.exe {_home}", $"icacls.exe {_home}", "sc.exe start",
        ]);
        var create = _called[1].Arguments;
        create[1].ShouldBe("TicketFlowAgent");
        After(create, "binPath=").ShouldBe($"\"{Program}\" service --Home {_home} --Socket {Path.Combine(_home, "agent.sock")}");
        After(create, "start=").ShouldBe("auto");
        After(create, "obj=").ShouldBe(@"NT SERVICE\TicketFlowAgent");
        After(_called[4].Arguments, "actions=").ShouldBe("restart/2000/restart/10000/restart/60000");
        _called[9].Arguments.ShouldContain("/inheritance:r");
        _called[9].Arguments.Where(word => word.EndsWith(":(OI)(CI)F", StringComparison.Ordinal)).ShouldBe(
            [@"NT SERVICE\TicketFlowAgent:(OI)(CI)F", "*S-1-5-18:(OI)(CI)F", "*S-1-5-32-544:(OI)(CI)F"]);
    }

    [Fact]
    public async Task Without_an_account_at_the_broker_it_is_made_and_not_started_and_says_what_is_missing()
    {
        (await RunAsync("install", "--Home", _home)).ShouldBe(0);
        Verbs().ShouldNotContain("sc.exe start");
        _output.ToString().ShouldContain(Path.Combine(_home, "credentials.json"));
        _output.ToString().ShouldContain("sc start TicketFlowAgent");
    }

    [Fact]
    public async Task Installing_again_changes_the_service_that_is_there()
    {
        Answers["sc.exe query"] = 0;
        (await RunAsync("install", $"--home={_home}", "--Desktop:Port", "8631")).ShouldBe(0);
        After(_called[1].Arguments, "binPath=").ShouldContain("--Desktop:Port 8631");
        Verbs().ShouldNotContain("sc.exe create");
        Verbs().ShouldNotContain("sc.exe start");
    }

    [Fact]
    public async Task A_step_that_fails_is_the_last_one_and_says_what_to_do()
    {
        Answers["sc.exe create"] = 5;
        (await RunAsync("install", "--Home", _home)).ShouldBe(1);
        Verbs().ShouldBe(["sc.exe query", "sc.exe create"]);
        _errors.ToString().ShouldContain("ended with 5: the tool's words");
        _errors.ToString().ShouldContain("Run this as administrator.");
    }

    [Fact]
    public async Task Uninstall_ends_and_removes_it_and_leaves_the_home()
    {
        Answers["sc.exe stop"] = 1062;
        (await RunAsync("uninstall")).ShouldBe(0, _errors.ToString());
        Verbs().ShouldBe(["sc.exe stop", "sc.exe delete", "reg.exe delete"]);
        Directory.Exists(_home).ShouldBeTrue();
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData(@"C:\Program Files\x.exe", @"""C:\Program Files\x.exe""")]
    [InlineData(@"C:\with space\", @"""C:\with space\\""")]
    [InlineData(@"say ""so\""", @"""say \""so\\\""""")]
    public void A_command_line_is_taken_apart_into_the_same_words(string word, string quoted) =>
        ServiceInstallation.CommandLine([word, "next"]).ShouldBe(quoted + " next");

    private static string After(IReadOnlyList<string> words, string name) => words[words.ToList().IndexOf(name) + 1];

    private IEnumerable<string> Verbs() => _called.Select(Verb);

    private static string Verb(SystemCommand command) => $"{command.Program} {command.Arguments[0]}";

    private Task<int> RunAsync(params string[] arguments) =>
        new ServiceSetup(CallAsync, _output, _errors, Program, _home).RunAsync(arguments);

    private Task<(int ExitCode, string Output)> CallAsync(SystemCommand command)
    {
        _called.Add(command);
        return Task.FromResult((Answers.GetValueOrDefault(Verb(command)), "the tool's words"));
    }
}
