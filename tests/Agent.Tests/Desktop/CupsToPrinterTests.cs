using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Ipp;
using TicketFlow.Testing.Cups;
using TicketFlow.Testing.Printers;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>
/// The whole way of a document: <c>lp</c>, a real CUPS, the agent, a real IPP Everywhere printer. A witness between CUPS and the agent
/// keeps what CUPS handed over.
/// </summary>
public sealed class CupsToPrinterTests : IAsyncLifetime
{
    private readonly DesktopWorld _desktop = new() { Printers = ["eve"] };
    private readonly string _directory = Directory.CreateTempSubdirectory("tf-lp-").FullName;
    private readonly HttpMessageInvoker _http = new(IppClient.CreateHandler(TimeSpan.FromSeconds(30)));
    private EvePrinter _printer = null!;
    private PrivateCups _cups = null!;
    private OverheardPort _overheard = null!;

    public async Task InitializeAsync()
    {
        _printer = await EvePrinter.StartAsync();
        _cups = await PrivateCups.StartAsync();
        _desktop.Route = _ => (_printer.Address, "ipp");
        _desktop.Configure = options => (options.CupsServer, options.Refresh) = (_cups.Server, TimeSpan.FromMinutes(5));
        await _desktop.InitializeAsync();
        _overheard = new OverheardPort(_desktop.Port);
        (await _desktop.DesktopAsync(HttpMethod.Post)).Report.ShouldAllBe(line => line.Fault == null);
        (await _cups.RunAsync("lpadmin", "-p", "eve", "-v", $"ipp://127.0.0.1:{_overheard.Port}/ipp/print/eve")).ExitCode.ShouldBe(0);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _cups.DisposeAsync();
        await _overheard.DisposeAsync();
        await _desktop.DisposeAsync();
        await _printer.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task What_CUPS_hands_over_comes_out_byte_for_byte_with_its_user_title_copies_sides_and_paper()
    {
        await PrintAsync(
            SuiteFiles.Pdf, "-U", "alice", "-t", "Rechnung für Übersee", "-n", "3", "-o", "sides=two-sided-short-edge",
            "-o", "media=Letter");
        await TheSameArrivesAsync(1);
        var job = await AtThePrinterAsync("Rechnung für Übersee");
        job.Text("job-originating-user-name").ShouldBe("alice");
        (job.Integer("copies"), job.Text("sides")).ShouldBe((3, "two-sided-short-edge"));

        PaperOf(job).ShouldBe([21590, 27940]);

        var document = new byte[700_000];
        new Random(5).NextBytes(document);
        "%PDF-1.7\n"u8.CopyTo(document);
        await PrintAsync(document, "-U", "bob", "-t", "Plain", "-n", "2", "-o", "raw");
        await TheSameArrivesAsync(2);
        _printer.Documents[^1].ShouldBe(document);
        (await AtThePrinterAsync("Plain")).Text("job-originating-user-name").ShouldBe("bob");

        await TheAgentsPrinterCanWhatTheRealOneCanAsync();
    }

    /// <summary>The go-ahead told the agent where the printer is; from then on it is no guess any more.</summary>
    private async Task TheAgentsPrinterCanWhatTheRealOneCanAsync()
    {
        string[] names =
        [
            "printer-make-and-model", "media-supported", "sides-supported", "page-ranges-supported", "finishings-supported",
            "printer-resolution-supported", "pwg-raster-document-type-supported", "media-col-database",
        ];
        var asked = IppAttribute.Keyword("requested-attributes", names);
        var real = (await new IppClient(_http).SendAsync(
            new Uri(_printer.Address), IppMessage.Request(IppOperation.GetPrinterAttributes, _printer.Address, 1, [asked]), null))
            .Group(IppTag.PrinterGroup)!;
        await Eventually.True(
            async () =>
            {
                var shown = await _desktop.AskAsync(IppOperation.GetPrinterAttributes, [asked], printer: "eve");
                return names.All(name => shown.Group(IppTag.PrinterGroup)!.Find(name) is { } own && own == real.Find(name));
            },
            "the agent's printer shows what the real one can");
        real.Boolean("page-ranges-supported").ShouldBe(true);
        (await _desktop.AskAsync(IppOperation.GetPrinterAttributes, [asked], printer: "eve")).Group(IppTag.PrinterGroup)!
            .Text("printer-make-and-model").ShouldNotBe("TicketFlow Printer");
    }

    private async Task TheSameArrivesAsync(int documents)
    {
        await Eventually.True(
            () => _printer.Documents.Count == documents,
            () => $"document {documents} arrives; jobs: {string.Join(' ', _desktop.Jobs().Select(job => job.State))}; "
                + $"CUPS says: {_cups.ErrorLog}; the printer: {_printer.Log}");
        await Eventually.True(
            async () => (await _cups.RunAsync("lpstat", "-W", "not-completed", "-o")).Output.Length == 0,
            () => "CUPS has nothing left; it says: " + _cups.ErrorLog);
        var handed = await _overheard.DocumentsAsync();
        handed.Count.ShouldBe(documents);
        _printer.Documents[^1].ShouldBe(handed[^1].Document);
    }

    private static int[] PaperOf(IppGroup job) => job.Find("media-col")?.Values[0] is IppCollection media
        ? [.. ((IppCollection)media.Find("media-size")!.Values[0]).Members.SelectMany(member => member.Integers())]
        : job.Text("media") == "na_letter_8.5x11in" ? [21590, 27940] : [];

    private async Task<IppGroup> AtThePrinterAsync(string title)
    {
        var answer = await new IppClient(_http).SendAsync(
            new Uri(_printer.Address),
            IppMessage.Request(
                IppOperation.GetJobs, _printer.Address, 2,
                [IppAttribute.Keyword("which-jobs", "completed"), IppAttribute.Keyword("requested-attributes", "all")]),
            null);
        return answer.Groups.Single(group => group.Tag == IppTag.JobGroup && group.Text("job-name") == title);
    }

    private async Task PrintAsync(byte[] document, params string[] options)
    {
        var file = Path.Combine(_directory, Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(file, document);
        var (exitCode, output) = await _cups.RunAsync("lp", ["-d", "eve", .. options, file]);
        exitCode.ShouldBe(0, output);
    }
}
