using System.Diagnostics;
using Reporting.Tests.Support;

namespace Reporting.Tests.Invoices;

/// <summary><c>ticketflow-ops</c> as a process of its own, which can be killed.</summary>
internal sealed class OpsProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private OpsProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    /// <summary><c>ticketflow-ops invoice …</c>.</summary>
    public static OpsProcess Start(string connectionString, params string[] arguments) => Start(
        "ticketflow-ops.dll", ["invoice", .. arguments], new Dictionary<string, string> { ["TICKETFLOW_POSTGRES"] = connectionString });

    /// <summary>Any program beside the tests.</summary>
    public static OpsProcess Start(string program, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(program);
        Array.ForEach(arguments, start.ArgumentList.Add);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new OpsProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string connectionString, params string[] arguments) =>
        FinishAsync(Start(connectionString, arguments));

    /// <summary>Any <c>ticketflow-ops</c> command, to its end.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAnyAsync(string connectionString, params string[] arguments) =>
        FinishAsync(Start(
            "ticketflow-ops.dll", arguments, new Dictionary<string, string> { ["TICKETFLOW_POSTGRES"] = connectionString }));

    private static async Task<(int ExitCode, string Output, string Error)> FinishAsync(OpsProcess started)
    {
        using var process = started;
        using var patience = new CancellationTokenSource(LogFixture.Patience);
        var output = await process._process.StandardOutput.ReadToEndAsync(patience.Token);
        await process._process.WaitForExitAsync(patience.Token);
        return (process._process.ExitCode, output, await process._error);
    }

    /// <summary>Waits for so many lines of output, or the end.</summary>
    public async Task ReadLinesAsync(int count)
    {
        using var patience = new CancellationTokenSource(LogFixture.Patience);
        while (count-- > 0 && await _process.StandardOutput.ReadLineAsync(patience.Token) is not null)
        {
        }
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
