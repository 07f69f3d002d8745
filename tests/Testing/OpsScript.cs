using System.Diagnostics;

namespace TicketFlow.Testing;

/// <summary>Runs the scripts of <c>ops/lib</c>: tests and operators start their servers the same way.</summary>
internal static class OpsScript
{
    /// <summary>The repository's root: the folder above the test binaries that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <exception cref="InvalidOperationException">The script failed; its output is in the message.</exception>
    public static async Task RunAsync(string script, params string[] arguments)
    {
        // The servers stay behind and would keep a pipe open for ever: output goes through a file.
        var output = Path.GetTempFileName();
        try
        {
            using var process = Start(script, arguments, output);
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException(
                    $"ops/lib/{script} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await File.ReadAllTextAsync(output)}");
            }
        }
        finally
        {
            File.Delete(output);
        }
    }

    /// <summary>Starts a script that outlives this process.</summary>
    public static void Detach(string script, params string[] arguments)
    {
        using var process = Start(script, arguments, "/dev/null");
    }

    /// <summary>Reads NAME=value lines.</summary>
    public static IReadOnlyDictionary<string, string> ReadEnv(string file) =>
        File.ReadLines(file).Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToDictionary(p => p[0], p => p[1]);

    private static Process Start(string script, string[] arguments, string output)
    {
        var start = new ProcessStartInfo("setsid");
        string[] quietly = ["bash", "-c", "exec >\"$0\" 2>&1 </dev/null \"$@\"", output];
        foreach (var argument in (string[])[.. quietly, Path.Combine(Root, "ops/lib", script), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("setsid did not start");
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "TicketFlow.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("TicketFlow.sln not found above " + AppContext.BaseDirectory);
    }
}
