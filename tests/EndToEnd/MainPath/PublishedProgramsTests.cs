using System.Diagnostics;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.MainPath;

public sealed class PublishedProgramsTests
{
    private const string Limit = "900";

    [Fact]
    public async Task Published_programs_start_with_the_variables_of_the_compose_file_and_print()
    {
        // The servers of the script would keep a pipe open: output goes through a file.
        var log = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(
                "bash", ["-c", "exec timeout -k 20 \"$1\" \"$2\" >\"$0\" 2>&1 </dev/null", log, Limit, ProductBuild.File(
                    "ops/lib/published-smoke")])
            {
                UseShellExecute = false,
            };
            using var smoke = Process.Start(start)!;
            await smoke.WaitForExitAsync();
            smoke.ExitCode.ShouldBe(0, await File.ReadAllTextAsync(log));
        }
        finally
        {
            File.Delete(log);
        }
    }
}
