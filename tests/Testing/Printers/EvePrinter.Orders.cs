using System.Diagnostics;

namespace TicketFlow.Testing.Printers;

/// <content>What happens to the printer while it runs.</content>
public sealed partial class EvePrinter
{
    /// <summary>A command for <see cref="StartAsync"/> that takes each document's lines for <see cref="SayAsync"/>.</summary>
    public const string Obedient = "cat \"$1\" >&2";

    /// <summary>Has an obedient printer say something of itself, for example <c>STATE: +media-jam,paused</c>.</summary>
    public async Task SayAsync(string line)
    {
        var order = Path.Combine(_directory, "order");
        await File.WriteAllTextAsync(order, line + "\n");
        var errors = "";
        await Eventually.TrueAsync(
            async () =>
            {
                // It takes one job at a time: another one may be under way.
                var (exitCode, said) = await RunAsync(
                    "ipptool", "-t", "-f", order, "-d", "filetype=application/pdf", Address, "print-job.test");
                errors = said;
                return exitCode == 0;
            },
            () => $"the printer takes the order '{line}': {errors}");
    }

    /// <summary>Stops answering without closing anything, as a printer does that hangs (STOP); or goes on (CONT).</summary>
    public async Task SignalAsync(string signal)
    {
        var process = (await File.ReadAllTextAsync(Path.Combine(_directory, "printer.pid"))).Trim();
        var (exitCode, said) = await RunAsync("kill", "-" + signal, process);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"kill -{signal}: {said}");
        }
    }

    private static async Task<(int ExitCode, string Said)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException(program + " did not start");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
