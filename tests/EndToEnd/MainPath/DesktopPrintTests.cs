using System.Security.Cryptography;
using TicketFlow.Contracts.LocalApi;
using TicketFlow.SystemUnderTest;
using TicketFlow.Testing.Cups;
using TicketFlow.Testing.Printers;

namespace EndToEnd.Tests.MainPath;

/// <summary><c>lp</c> as a user runs it, with nothing but real parts behind: CUPS, agent, broker, ticket server, printers.</summary>
public sealed class DesktopPrintTests : IDisposable
{
    private const string Title = "Invoice 42";
    private const int DocumentBytes = 300_000;

    private readonly string _directory = Directory.CreateTempSubdirectory("tf-lp-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task What_lp_prints_gets_a_ticket_and_comes_out_of_an_IPP_printer_and_of_a_raw_one_as_it_was_and_as_its_user_wanted_it()
    {
        var told = Path.Combine(_directory, "told");
        await using var eve = await EvePrinter.StartAsync($"env | grep ^IPP_ > {told}.new && mv {told}.new {told}");
        await using var cups = await PrivateCups.StartAsync();
        await using var system = await TicketFlowSystem.StartAsync(new SystemOptions
        {
            Printers = 1,
            AgentSettings = new Dictionary<string, string>
            {
                ["TICKETFLOW_AGENT__Desktop__Port"] = $"{PrivateCups.FreePort()}",
                ["TICKETFLOW_AGENT__Desktop__CupsServer"] = cups.Server,
            },
        });
        await system.ExplainAsync(async () =>
        {
            await CommandLine.OperatorAsync(system, "printer", "add", "eve", "--address", eve.Address, "--mechanism", "ipp");
            var (exitCode, output) = await CommandLine.RunAsync(system.Agents[0], "desktop", "install");
            exitCode.ShouldBe(0, output);

            var document = await PrintAsync(cups, "eve");
            await EndsAsync(system, "eve");
            eve.Documents.ShouldHaveSingleItem().AsSpan().SequenceEqual(document).ShouldBeTrue("the IPP printer got what lp was given");
            var wishes = await File.ReadAllLinesAsync(told);
            wishes.ShouldContain("IPP_COPIES=2");
            wishes.ShouldContain("IPP_SIDES=two-sided-long-edge");
            wishes.ShouldContain("IPP_JOB_NAME=" + Title);

            var raw = system.PrinterNames[0];
            document = await PrintAsync(cups, raw);
            await EndsAsync(system, raw);
            var arrived = system.Index.Look();
            arrived.Count.ShouldBe(2, "a raw printer gets each copy by itself");
            foreach (var copy in arrived)
            {
                var bytes = await File.ReadAllBytesAsync(Path.Combine(system.PrinterDirectory, copy.File!));
                bytes.AsSpan().SequenceEqual(document).ShouldBeTrue("the raw printer got what lp was given");
            }
        });
    }

    private async Task<byte[]> PrintAsync(PrivateCups cups, string printer)
    {
        var file = Path.Combine(_directory, printer);
        var document = RandomNumberGenerator.GetBytes(DocumentBytes);
        "%PDF-1.7\n"u8.CopyTo(document);
        await File.WriteAllBytesAsync(file, document);
        var (exitCode, output) = await cups.RunAsync(
            "lp", "-d", printer, "-U", "alice", "-t", Title, "-n", "2", "-o", "sides=two-sided-long-edge", "-o", "raw", file);
        exitCode.ShouldBe(0, output);
        return document;
    }

    private static async Task EndsAsync(TicketFlowSystem system, string printer)
    {
        var job = default(LocalJob);
        await Eventually.TrueAsync(
            async () =>
            {
                job = (await system.Agents[0].JobsAsync()).SingleOrDefault(known => known.Printer == printer);
                return job?.State == "completed";
            },
            TimeSpan.FromMinutes(2),
            () => $"the job for {printer} is completed; it is {job}");
        (job!.User, job.Title, job.JobId is null).ShouldBe(("alice", Title, false));
        (await system.Agents[0].HistoryAsync(job.Key)).Events.ShouldContain(step => step.Type == "go_ahead_issued");
    }
}
