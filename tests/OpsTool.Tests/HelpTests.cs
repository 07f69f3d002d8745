using System.Text.RegularExpressions;

namespace OpsTool.Tests;

/// <summary>Every command helps itself, and says what to do when it cannot work; all of this without any server.</summary>
public sealed partial class HelpTests
{
    private static readonly Dictionary<string, string?> Nothing = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_command_and_subcommand_explains_itself()
    {
        var leaves = await LeavesAsync([]);
        foreach (
            var group in (string[])["printer", "agent", "access", "group", "client-version", "driver", "stream", "queue", "job", "message"])
        {
            leaves.ShouldContain(leaf => leaf.StartsWith(group + " ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("printer", "list")]
    [InlineData("queue", "pause", "hall")]
    [InlineData("stream", "show", "job-aaaaaaaaaaaaaaaa")]
    public async Task Without_a_database_it_says_which_setting_is_missing(params string[] arguments)
    {
        var outcome = await OpsCommand.RunAsync(Nothing, arguments);
        outcome.ExitCode.ShouldBe(4);
        outcome.Error.ShouldContain("TICKETFLOW_POSTGRES is not set");
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=2", "does not answer")]
    [InlineData("no connection string", "TICKETFLOW_POSTGRES")]
    public async Task A_database_that_cannot_be_reached_is_one_sentence_and_no_stack_trace(string database, string sentence)
    {
        var outcome = await OpsCommand.RunAsync(new Dictionary<string, string?> { ["TICKETFLOW_POSTGRES"] = database }, "printer", "list");
        outcome.ExitCode.ShouldBe(4, outcome.ToString());
        outcome.Error.ShouldContain(sentence);
        outcome.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_management_address_that_cannot_be_reached_or_read_has_a_code()
    {
        string[] arguments = ["agent", "remove", "desk-1"];
        var refused = await OpsCommand.RunAsync(
            new Dictionary<string, string?> { ["TICKETFLOW_RABBITMQ_MANAGEMENT"] = "http://a:b@127.0.0.1:1" }, arguments);
        (refused.ExitCode, refused.Error.Contains("broker-unreachable", StringComparison.Ordinal)).ShouldBe((4, true), refused.ToString());
        var wrong = await OpsCommand.RunAsync(
            new Dictionary<string, string?> { ["TICKETFLOW_RABBITMQ_MANAGEMENT"] = "127.0.0.1" }, arguments);
        (wrong.ExitCode, wrong.Error.Contains("broker-options-invalid", StringComparison.Ordinal)).ShouldBe((1, true), wrong.ToString());
    }

    [Theory]
    [InlineData("printer", "add", "hall")]
    [InlineData("access", "allow", "hall")]
    [InlineData("client-version", "set", "beos", "--minimum", "1.0")]
    [InlineData("driver", "only-certified", "perhaps")]
    [InlineData("queue", "explode", "hall")]
    public async Task Wrong_arguments_are_refused_with_the_usage(params string[] arguments)
    {
        var outcome = await OpsCommand.RunAsync(Nothing, arguments);
        outcome.ExitCode.ShouldBe(1);
        (outcome.Output + outcome.Error).ShouldContain("Usage:");
    }

    /// <summary>Walks the help down to the commands that do something.</summary>
    private static async Task<IReadOnlyList<string>> LeavesAsync(string[] path)
    {
        var help = await OpsCommand.RunAsync(Nothing, [.. path, "--help"]);
        help.ExitCode.ShouldBe(0, string.Join(' ', path));
        help.Output.ShouldContain("Usage:");
        Description().Match(help.Output).Groups["text"].Value.ShouldNotBeNullOrWhiteSpace(string.Join(' ', path));
        var commands = Commands().Match(help.Output).Groups["list"].Value;
        var names = CommandName().Matches(commands).Select(match => match.Groups["name"].Value).ToList();
        var below = await Task.WhenAll(names.Select(name => LeavesAsync([.. path, name])));
        return names.Count == 0 ? [string.Join(' ', path)] : [.. below.SelectMany(leaves => leaves)];
    }

    [GeneratedRegex(@"Description:\s*(?<text>.*?)\r?\n\r?\n", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Description();

    [GeneratedRegex(@"^Commands:\r?\n(?<list>.*)", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Commands();

    [GeneratedRegex(@"^  (?<name>[a-z][a-z-]*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandName();
}
