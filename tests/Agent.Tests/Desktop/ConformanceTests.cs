using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Ipp;
using TicketFlow.Testing.Printers;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>
/// The suites of CUPS' own ipptool against the agent. What they skip, the agent does not claim: documents by address, banner pages, several
/// pages on a side; and the qualities, which they ask for by a wrong name.
/// </summary>
public sealed class ConformanceTests(DesktopWorld world) : IClassFixture<DesktopWorld>
{
    private const string Learned = "learned";

    [Theory]
    [InlineData("1.1", "ipp-1.1", "office", 46, 20)]
    [InlineData("2.0", "ipp-2.0", "office", 47, 20)]
    [InlineData("2.0", "ipp-everywhere", Learned, 110, 390)]
    public async Task The_suite_finds_no_fault(string version, string suite, string printer, int leastPassed, int mostSkipped)
    {
        if (printer == Learned)
        {
            await LearnAsync();
        }

        using var files = new SuiteFiles();
        var (output, errors) = await RunAsync(files.Directory, version, suite, printer);
        var report = output + errors;
        var counts = new[] { "PASS", "FAIL", "SKIP" }.Select(word => report.Split($"[{word}]").Length - 1).ToList();
        counts[1].ShouldBe(0, $"{suite}: {string.Join('/', counts)}\n{Failures(report)}");
        counts[0].ShouldBeGreaterThanOrEqualTo(leastPassed, $"{suite}: {string.Join('/', counts)}\n{report}");
        counts[2].ShouldBeLessThanOrEqualTo(mostSkipped, $"{suite}: {string.Join('/', counts)}");
    }

    /// <summary>As after the first job: the printer behind has told what it can, and the agent claims that and no more.</summary>
    private async Task LearnAsync()
    {
        await using var printer = await EvePrinter.StartAsync();
        using var http = new HttpMessageInvoker(IppClient.CreateHandler(TimeSpan.FromSeconds(30)));
        var request = IppMessage.Request(
            IppOperation.GetPrinterAttributes, printer.Address, 1,
            [IppAttribute.Keyword("requested-attributes", "all", "media-col-database")]);
        world.Agent.Host.App.Services.GetRequiredService<AbilityBook>().Note(
            Learned, await new IppClient(http).SendAsync(new Uri(printer.Address), request, null));
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
