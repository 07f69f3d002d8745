using System.ComponentModel;
using System.Diagnostics;

namespace TicketFlow.Cli.Agents;

/// <summary>The user's browser. It is handed a file that leads to the page: arguments of processes can be read by every user.</summary>
internal static class Browser
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>False when there is none, or it says so at once.</summary>
    public static async Task<bool> TryOpenAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(CommandFor(file));
            if (process is null)
            {
                // The shell has handed the file to a program that runs already.
                return OperatingSystem.IsWindows();
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(Patience);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A browser that stays in the foreground runs.
            return true;
        }
        catch (Exception e) when (e is Win32Exception or FileNotFoundException)
        {
            return false;
        }
    }

    private static ProcessStartInfo CommandFor(string file)
    {
        if (OperatingSystem.IsWindows())
        {
            return new ProcessStartInfo(file) { UseShellExecute = true };
        }

        var own = Environment.GetEnvironmentVariable("BROWSER")?.Split(':')[0];
        var opener = !string.IsNullOrEmpty(own) ? own : OperatingSystem.IsMacOS() ? "open" : "xdg-open";
        return new ProcessStartInfo(opener, [file])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
    }
}
