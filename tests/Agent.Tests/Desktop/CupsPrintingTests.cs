using TicketFlow.Agent.Jobs;
using TicketFlow.Agent.Tests.Harness;
using TicketFlow.Testing.Cups;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>A real CUPS with queues the agent made, and <c>lp</c> as users run it.</summary>
public sealed class CupsPrintingTests(CupsPrintingTests.CupsWorld world) : IClassFixture<CupsPrintingTests.CupsWorld>
{
    [Fact]
    public async Task What_lp_prints_arrives_at_the_printer_with_its_user_title_copies_and_sides()
    {
        var document = new byte[700_000];
        new Random(5).NextBytes(document);
        await PrintAsync(document, "-U", "alice", "-t", "Invoice 42", "-n", "3", "-o", "sides=two-sided-long-edge", "-o", "raw");
        await Eventually.True(() => world.Desktop.Inner.Printer.Documents.Any(got => got.SequenceEqual(document)), "the same bytes arrive");
        var job = await Eventually.Found(
            () => world.Jobs().FirstOrDefault(entry => entry.State.Title == "Invoice 42")?.State, "the job is there");
        (job.User, job.Printer).ShouldBe(("alice", "office"));
        await EndsInCupsAsync();
    }

    [Fact]
    public async Task A_pdf_goes_as_pdf_and_keeps_what_the_user_chose()
    {
        await PrintAsync(SuiteFiles.Pdf, "-U", "bob", "-t", "Übersicht", "-n", "2", "-o", "media=A5");
        await Eventually.True(
            () => world.Desktop.Inner.Printer.Documents.Any(got => got.AsSpan().StartsWith("%PDF"u8)),
            () => "a PDF arrives; CUPS says: " + world.Cups.ErrorLog);
        var job = await Eventually.Found(
            () => world.Jobs().FirstOrDefault(entry => entry.State.Title == "Übersicht")?.State, "the job is there");
        (job.User, job.Document?.Copies, job.Document?.Paper).ShouldBe(("bob", 2, "iso_a5_148x210mm"));
        await EndsInCupsAsync();
    }

    [Fact]
    public async Task An_old_program_prints_by_LPD_through_CUPS_and_arrives_byte_for_byte()
    {
        (await world.Cups.RunAsync(
            "lpadmin", "-p", "old", "-E", "-v", $"lpd://127.0.0.1:{world.Desktop.Inner.Options.Desktop.LpdPort}/office?reserve=none",
            "-m", "raw")).ExitCode.ShouldBe(0);
        var document = new byte[400_000];
        new Random(6).NextBytes(document);
        await PrintAsync(document, "-d", "old", "-U", "carol", "-t", "By LPD");
        await Eventually.True(() => world.Desktop.Inner.Printer.Documents.Any(got => got.SequenceEqual(document)), "the same bytes arrive");
        world.Jobs().Single(entry => entry.State.Title == "By LPD").State.User.ShouldBe("carol");
        await EndsInCupsAsync();
        (await world.Cups.RunAsync("lpadmin", "-x", "old")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Queues_follow_the_printers_and_others_queues_stay()
    {
        (await world.Cups.RunAsync("lpadmin", "-p", "mine", "-E", "-v", "socket://127.0.0.1:9", "-m", "raw")).ExitCode.ShouldBe(0);
        world.Desktop.Printers = ["office", "mine", "new-one"];
        var report = (await world.Desktop.DesktopAsync(HttpMethod.Post)).Report;
        report.Single(line => line.Printer == "mine").Fault!.ShouldContain("already");
        report.Where(line => line.Printer != "mine").ShouldAllBe(line => line.Fault == null);
        (await world.QueuesAsync()).ShouldBe(["mine", "new-one", "office"]);

        world.Desktop.Printers = ["office"];
        await Eventually.True(async () => !(await world.QueuesAsync()).Contains("new-one"), "the queue goes by itself");
        (await world.QueuesAsync()).ShouldBe(["mine", "office"]);
    }

    private async Task PrintAsync(byte[] document, params string[] options)
    {
        var file = Path.Combine(world.Directory, Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(file, document);
        var (exitCode, output) = await world.Cups.RunAsync("lp", ["-d", "office", .. options, file]);
        exitCode.ShouldBe(0, output);
    }

    private Task EndsInCupsAsync() => Eventually.True(
        async () => (await world.Cups.RunAsync("lpstat", "-W", "not-completed", "-o")).Output.Length == 0,
        () => "CUPS has nothing left; it says: " + world.Cups.ErrorLog);

    /// <summary>CUPS beside an agent whose printers are installed there.</summary>
    public sealed class CupsWorld : IAsyncLifetime
    {
        public DesktopWorld Desktop { get; } = new() { Printers = ["office"] };

        public PrivateCups Cups { get; private set; } = null!;

        public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("tf-lp-").FullName;

        public async Task InitializeAsync()
        {
            Cups = await PrivateCups.StartAsync();
            Desktop.Configure = options => (options.CupsServer, options.Refresh) = (Cups.Server, TimeSpan.FromSeconds(1));
            await Desktop.InitializeAsync();
            (await Desktop.DesktopAsync(HttpMethod.Post)).Report.ShouldAllBe(line => line.Fault == null);
        }

        public async Task DisposeAsync()
        {
            await Desktop.DisposeAsync();
            await Cups.DisposeAsync();
            System.IO.Directory.Delete(Directory, recursive: true);
        }

        internal IReadOnlyList<JobEntry> Jobs() => Desktop.Jobs();

        internal async Task<IReadOnlyList<string>> QueuesAsync() =>
        [
            .. (await Cups.RunAsync("lpstat", "-e")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Order(StringComparer.Ordinal),
        ];
    }
}
