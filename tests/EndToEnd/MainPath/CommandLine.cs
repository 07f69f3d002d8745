using System.Diagnostics;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.MainPath;

/// <summary>The product's commands as people run them.</summary>
internal static class CommandLine
{
    /// <summary>The <c>ticketflow</c> command as a user runs it.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(AgentPart agent, params string[] arguments) =>
        RunAsync(ProductBuild.Cli, arguments, new Dictionary<string, string> { ["TICKETFLOW_AGENT_SOCKET"] = agent.Socket });

    /// <summary>The <c>ticketflow-ops</c> command as an operator runs it; it must succeed. Returns what it wrote.</summary>
    public static async Task<string> OperatorAsync(TicketFlowSystem site, params string[] arguments)
    {
        var (exitCode, output) = await TryOperatorAsync(site, arguments);
        exitCode.ShouldBe(0, output);
        return output;
    }

    /// <summary>The <c>ticketflow-ops</c> command, however it ends.</summary>
    public static Task<(int ExitCode, string Output)> TryOperatorAsync(TicketFlowSystem site, params string[] arguments) =>
        RunAsync(ProductBuild.Ops, arguments, new Dictionary<string, string>
        {
            ["TICKETFLOW_POSTGRES"] = site.Database.ConnectionString,
            ["TICKETFLOW_RABBITMQ"] = site.ServerAddress.ToString(),
        });

    private static async Task<(int ExitCode, string Output)> RunAsync(
        string program, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var command = Process.Start(start)!;
        var error = command.StandardError.ReadToEndAsync();
        var output = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return (command.ExitCode, output + await error);
    }
}
