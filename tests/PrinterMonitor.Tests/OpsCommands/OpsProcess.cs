using System.Diagnostics;

namespace PrinterMonitor.Tests.OpsCommands;

/// <summary><c>ticketflow-ops</c> as a process.</summary>
internal static class OpsProcess
{
    public static async Task<(int Code, string Out, string Error)> RunAsync(string database, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "ticketflow-ops"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TICKETFLOW_POSTGRES"] = database },
        };
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, (await output).Trim(), (await error).Trim());
    }
}
