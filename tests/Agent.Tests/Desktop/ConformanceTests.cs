using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Ipp;
using TicketFlow.Testing.Cups;
using TicketFlow.Testing.Printers;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>
/// The suites of CUPS' own ipptool against the agent: in front of a printer that has told nothing yet, of a real IPP Everywhere printer,
/// and of a print server's queue. The agent claims what the printer behind it does, and what it does not claim the suites skip: always
/// documents by address, and the qualities, which they ask for by a wrong name.
/// </summary>
public sealed class ConformanceTests(DesktopWorld world) : IClassFixture<DesktopWorld>
{
    private const string Guessed = "office";
    private const string Real = "real";
    private const string Served = "served";

    [Theory]
    [InlineData("1.1", "ipp-1.1", Guessed, 46, 20)]
    [InlineData("1.1", "ipp-1.1", Served, 52, 14)]
    [InlineData("2.0", "ipp-2.0", Served, 53, 14)]
    [InlineData("2.0", "ipp-everywhere", Real, 110, 390)]
    public async Task The_suite_finds_no_fault(string version, string suite, string printer, int leastPassed, int mostSkipped)
    {
        await LearnAsync(printer);
        using var files = new SuiteFiles();
        var (output, errors) = await RunAsync(files.Directory, version, suite, printer);
        var report = output + errors;
        var counts = new[] { "PASS", "FAIL", "SKIP" }.Select(word => report.Split($"[{word}]").Length - 1).ToList();
        counts[1].ShouldBe(0, $"{suite}: {string.Join('/', counts)}\n{Failures(report)}");
        counts[0].ShouldBeGreaterThanOrEqualTo(leastPassed, $"{suite}: {string.Join('/', counts)}\n{report}");
        counts[2].ShouldBeLessThanOrEqualTo(mostSkipped, $"{suite}: {string.Join('/', counts)}");
    }

    /// <summary>As after the first job: the printer behind has told what it can, and the agent claims that and no more.</summary>
    private async Task LearnAsync(string printer)
    {
        if (printer == Guessed)
        {
            return;
        }

        await using var real = await EvePrinter.StartAsync();
        if (printer == Real)
        {
            await NoteAsync(printer, real.Address);
            return;
        }

        await using var cups = await PrivateCups.StartAsync();
        (await cups.RunAsync("lpadmin", "-p", "hall", "-E", "-v", real.Address, "-m", "everywhere")).ExitCode.ShouldBe(0);
        await Eventually.True(
            async () => (await cups.RunAsync("lpoptions", "-p", "hall", "-l")).Output.Contains("PageSize", StringComparison.Ordinal),
            () => "CUPS has made its queue; it says: " + cups.ErrorLog);
        await NoteAsync(printer, $"ipp://{cups.Server}/printers/hall");
    }

    private async Task NoteAsync(string printer, string address)
    {
        using var http = new HttpMessageInvoker(IppClient.CreateHandler(TimeSpan.FromSeconds(30)));
        var request = IppMessage.Request(
            IppOperation.GetPrinterAttributes, address, 1, [IppAttribute.Keyword("requested-attributes", "all", "media-col-database")]);
        var told = await new IppClient(http).SendAsync(new Uri(address), request, null);
        told.IsSuccess.ShouldBeTrue(told.StatusMessage);
        world.Agent.Host.App.Services.GetRequiredService<AbilityBook>().Note(printer, told);
    }

    private async Task<(string Output, string Errors)> RunAsync(string directory, string version, string suite, string printer)
    {
        var start = new ProcessStartInfo(
            "ipptool", ["-V", version, "-tI", "-T", "60", "-f", "document-a4.pdf", world.UriOf(printer), suite + ".test"])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (output, await errors);
    }

    /// <summary>Each failed test with what ipptool says below it.</summary>
    private static string Failures(string report)
    {
        var lines = report.Split('\n');
        return string.Join('\n', lines.Where((_, i) =>
            Enumerable.Range(Math.Max(0, i - 12), Math.Min(i, 12) + 1).Any(at => lines[at].Contains("[FAIL]", StringComparison.Ordinal))));
    }
}
