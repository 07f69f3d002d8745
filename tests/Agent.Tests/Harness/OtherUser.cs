using System.Diagnostics;

namespace TicketFlow.Agent.Tests.Harness;

/// <summary>Other accounts that every Debian has, as which only root can run something.</summary>
internal static class OtherUser
{
    public const string Nobody = "nobody";
    public const string Games = "games";

    /// <summary>Whether others can be played here; tests that need them say so when not.</summary>
    public static bool CanBePlayed => Environment.IsPrivilegedProcess;

    public static Process Start(string user, string program, params string[] arguments) => Process.Start(
        new ProcessStartInfo("setpriv", ["--reuid", user, "--clear-groups", program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string user, string program, params string[] arguments)
    {
        using var process = Start(user, program, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await errors);
    }

    /// <summary>A request to the agent's local socket; the last argument is its path.</summary>
    public static async Task<string> AskAgentAsync(string user, string socket, params string[] arguments)
    {
        var (exitCode, output, errors) = await RunAsync(user, "curl", CurlArguments(socket, arguments));
        exitCode.ShouldBe(0, errors);
        return output;
    }

    public static string[] CurlArguments(string socket, params string[] arguments) =>
        ["-sSN", "--max-time", "60", "--unix-socket", socket, .. arguments[..^1], "http://agent/" + arguments[^1]];
}
