using System.Diagnostics;
using Architecture.Tests.House;

namespace Architecture.Tests.Ops;

/// <summary>Runs bash in the checkout's root.</summary>
internal static class Shell
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>A script's answer; standard error follows standard output.</summary>
    public static async Task<(int Code, string Output)> RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = Repository.Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException(command[0] + " did not start");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            // A child left behind keeps the pipes open: the limit is for them too.
            await Task.WhenAll(process.WaitForExitAsync(), output, error).WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs lines of bash that may use what <c>ops/lib/common.sh</c> offers.</summary>
    public static Task<(int Code, string Output)> WithCommonAsync(string lines) =>
        RunAsync("bash", "-c", "set -euo pipefail; source ops/lib/common.sh\n" + lines);
}
