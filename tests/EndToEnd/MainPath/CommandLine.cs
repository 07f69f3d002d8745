using System.Diagnostics;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.MainPath;

/// <summary>The <c>ticketflow</c> command as a user runs it.</summary>
internal static class CommandLine
{
    public static async Task<(int ExitCode, string Output)> RunAsync(AgentPart agent, params string[] arguments)
    {
        var start = new ProcessStartInfo(ProductBuild.Cli, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TICKETFLOW_AGENT_SOCKET"] = agent.Socket;
        using var command = Process.Start(start)!;
        var error = command.StandardError.ReadToEndAsync();
        var output = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        return (command.ExitCode, output + await error);
    }
}
