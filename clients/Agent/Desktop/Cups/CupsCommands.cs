using System.ComponentModel;
using System.Diagnostics;

namespace TicketFlow.Agent.Desktop.Cups;

/// <summary>What a command of CUPS came to.</summary>
/// <param name="ExitCode">Null when it is not there or took too long.</param>
internal sealed record CommandResult(int? ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    public string Reason => Errors.Trim() is { Length: > 0 } errors ? errors
        : Output.Trim() is { Length: > 0 } output ? output
        : "no reason given";
}

/// <summary>Runs CUPS' own programs. Nothing is asked back: a password that is wanted is a right that is missing.</summary>
internal sealed class CupsCommands(DesktopOptions options, TimeProvider clock)
{
    private const string Sbin = "/usr/sbin";

    public Task<CommandResult> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(
            program, options.CupsServer.Length > 0 ? ["-h", options.CupsServer, .. arguments] : arguments, options.CupsWait,
            cancellationToken);

    private async Task<CommandResult> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan wait, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(PathOf(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["LC_ALL"] = "C" },
        };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            return await ResultAsync(process, wait, cancellationToken);
        }
        catch (Win32Exception)
        {
            return new CommandResult(null, "", $"there is no program {program}; install the package cups-client");
        }
    }

    private async Task<CommandResult> ResultAsync(Process process, TimeSpan wait, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(wait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(either.Token);
        var errors = process.StandardError.ReadToEndAsync(either.Token);
        try
        {
            await process.WaitForExitAsync(either.Token);
            return new CommandResult(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return new CommandResult(null, "", $"{process.StartInfo.FileName} did not end within {wait}");
        }
    }

    /// <summary>Users' search paths seldom name the directory of lpadmin.</summary>
    private static string PathOf(string program) =>
        Path.Combine(Sbin, program) is var administrative && File.Exists(administrative) ? administrative : program;
}
