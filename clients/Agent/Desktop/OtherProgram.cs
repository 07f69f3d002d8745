using System.Diagnostics;

namespace TicketFlow.Agent.Desktop;

/// <summary>
/// Runs a program of the computer: it is asked nothing back; one that has not ended with the call is killed with its children.
/// </summary>
internal static class OtherProgram
{
    /// <param name="start">Its output and errors are redirected here.</param>
    /// <param name="wait">How long it may take.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="read">Reads what it writes, to the end or as far as it is wanted.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Its exit code; null when it took too long.</returns>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public static async Task<int?> RunAsync(
        ProcessStartInfo start, TimeSpan wait, TimeProvider clock, Func<Process, CancellationToken, Task> read,
        CancellationToken cancellationToken)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.UseShellExecute = false;
        using var limit = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            await read(process, either.Token);
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
