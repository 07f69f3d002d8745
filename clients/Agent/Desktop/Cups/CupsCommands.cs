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
        var start = new ProcessStartInfo(PathOf(program), arguments) { Environment = { ["LC_ALL"] = "C" } };
        var (output, errors) = ("", "");
        try
        {
            var exitCode = await OtherProgram.RunAsync(start, wait, clock, ReadAsync, cancellationToken);
            return exitCode is null
                ? new CommandResult(null, "", $"{start.FileName} did not end within {wait}")
                : new CommandResult(exitCode, output, errors);
        }
        catch (Win32Exception)
        {
            return new CommandResult(null, "", $"there is no program {program}; install the package cups-client");
        }

        async Task ReadAsync(Process process, CancellationToken either)
        {
            var complaints = process.StandardError.ReadToEndAsync(either);
            output = await process.StandardOutput.ReadToEndAsync(either);
            errors = await complaints;
        }
    }

    /// <summary>Users' search paths seldom name the directory of lpadmin.</summary>
    private static string PathOf(string program) =>
        Path.Combine(Sbin, program) is var administrative && File.Exists(administrative) ? administrative : program;
}
