using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using TicketFlow.Agent.Desktop.Layout;
using TicketFlow.Agent.Desktop.Printer;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Ipp;
using TicketFlow.Testing.Cups;
using TicketFlow.Testing.Printers;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>
/// The suites of CUPS' own ipptool against the agent: in front of a printer that has told nothing yet, of a real IPP Everywhere printer,
/// and of a print server's queue. The agent claims what the printer behind it does or it does itself, and what it does not claim the suites
/// leave out.
/// </summary>
public sealed class ConformanceTests(DesktopWorld world) : IClassFixture<DesktopWorld>
{
    private const string Guessed = "office";
    private const string Real = "real";
    private const string Served = "served";

    /// <summary>
    /// Nobody passes these: no printer fetches documents here, and the suite asks for the qualities by a name no printer has.
    /// </summary>
    private static readonly string[] NeverRun =
    [
        "RFC 8011 section 4.2.2: Print-URI Operation",
        "Print-URI with bad URI: Print-URI Operation",
        "RFC 8011 section 4.2.4: Create-Job Operation",
        "RFC 8011 section 4.3.2: Send-URI Operation",
        "Send-URI with bad URI: Create-Job Operation",
        "Send-URI with bad URI: Send-URI Operation (bad URI)",
        "Send-URI with bad URI: Cancel-Job Operation",
        "Print-Job with JPEG on 4x6, Draft Quality",
        "Print-Job with JPEG on 4x6, Normal Quality",
        "Print-Job with JPEG on 4x6, High Quality",
        "Print-Job with A4 PDF, Draft Quality",
        "Print-Job with US Letter PDF, Draft Quality",
    ];

    /// <summary>These two only in front of a printer that has told its paper, and not the size of photographs.</summary>
    private static readonly string[] WithoutPhotographs = ["Print-Job with Color JPEG on 4x6", "Print-Job with Grayscale JPEG on 4x6"];

    [Theory]
    [InlineData("1.1", "ipp-1.1", Guessed, 54)]
    [InlineData("1.1", "ipp-1.1", Real, 52)]
    [InlineData("2.0", "ipp-2.0", Guessed, 55)]
    [InlineData("2.0", "ipp-2.0", Served, 53)]
    public async Task The_suite_finds_no_fault_and_leaves_out_these_tests_only(string version, string suite, string printer, int passed)
    {
        await LearnAsync(printer);
        var report = await RunAsync(version, suite, printer);
        Named(report, "FAIL").ShouldBeEmpty(report);
        Named(report, "SKIP").ShouldBe(printer == Guessed ? NeverRun : [.. NeverRun, .. WithoutPhotographs], ignoreOrder: true);
        Named(report, "PASS").Count.ShouldBe(passed, report);
    }

    [Fact]
    public async Task Only_a_printer_that_has_told_what_it_can_is_called_IPP_Everywhere_and_the_suite_finds_no_fault_in_it()
    {
        await LearnAsync(Real);
        (await FeaturesAsync(Guessed)).ShouldBe(["none"]);
        (await FeaturesAsync(Real)).ShouldBe(["ipp-everywhere"]);
        var report = await RunAsync("2.0", "ipp-everywhere", Real);
        Named(report, "FAIL").ShouldBeEmpty(report);
        Named(report, "PASS").Count.ShouldBeGreaterThanOrEqualTo(110, report);
        world.Agent.Host.App.Services.GetRequiredService<AbilityBook>().Note(Real, new IppMessage(
            IppMessage.Version20, 0, 1,
            [new IppGroup(IppTag.PrinterGroup, [IppAttribute.Mime("document-format-supported", LayoutDecisions.Pdf)])]));
        (await FeaturesAsync(Real)).ShouldBe(["none"]);
    }

    private async Task<IEnumerable<string>> FeaturesAsync(string printer) =>
        (await world.AskAsync(IppOperation.GetPrinterAttributes, printer: printer))
            .Group(IppTag.PrinterGroup)!.Find("ipp-features-supported")!.Strings();

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

    private async Task<string> RunAsync(string version, string suite, string printer)
    {
        using var files = new SuiteFiles();
        var start = new ProcessStartInfo(
            "ipptool", ["-V", version, "-tI", "-T", "60", "-f", "document-a4.pdf", world.UriOf(printer), suite + ".test"])
        {
            WorkingDirectory = files.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await errors;
    }

    /// <summary>The tests with this result, by name.</summary>
    private static List<string> Named(string report, string result) =>
    [
        .. report.Split('\n').Where(line => line.TrimEnd().EndsWith($"[{result}]", StringComparison.Ordinal))
            .Select(line => line[..line.LastIndexOf('[')].Trim()),
    ];
}
