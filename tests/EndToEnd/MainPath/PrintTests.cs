using System.Security.Cryptography;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.MainPath;

public sealed class PrintTests
{
    private const int LargeDocument = 20 * 1024 * 1024;

    [Fact]
    public async Task A_pdf_and_a_large_document_reach_the_printer_unchanged_and_every_step_is_in_the_timeline()
    {
        await using var system = await TicketFlowSystem.StartAsync(new SystemOptions());
        await system.ExplainAsync(async () =>
        {
            var large = Path.Combine(system.Directory, "large.bin");
            await File.WriteAllBytesAsync(large, RandomNumberGenerator.GetBytes(LargeDocument));
            await PrintAndCompareAsync(system, ProductBuild.File("ops/samples/three-pages.pdf"), system.PrinterNames[0]);
            await PrintAndCompareAsync(system, large, system.PrinterNames[1]);
        });
    }

    private static async Task PrintAndCompareAsync(TicketFlowSystem system, string file, string printer)
    {
        var agent = system.Agents[0];
        var before = system.Index.Look().Count;
        var (exitCode, output) = await CommandLine.RunAsync(agent, "print", file, "--printer", printer);
        exitCode.ShouldBe(0, output);

        var document = system.Index.Look().Skip(before).ShouldHaveSingleItem();
        document.Complete.ShouldBeTrue();
        var (sent, arrived) = (
            await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(Path.Combine(system.PrinterDirectory, document.File!)));
        arrived.AsSpan().SequenceEqual(sent).ShouldBeTrue("the bytes at the printer equal the bytes sent");

        var job = (await agent.JobsAsync()).Single(known => known.Title == Path.GetFileName(file));
        string[] steps = ["job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "transfer_completed"];
        await Eventually.TrueAsync(
            async () => (await agent.HistoryAsync(job.Key)).Events.Count >= steps.Length,
            () => "the timeline shows every step");
        (await agent.HistoryAsync(job.Key)).Events.Select(step => step.Type).ShouldBe(steps);

        var (_, timeline) = await CommandLine.RunAsync(agent, "show", job.JobId!, "--json");
        steps.ShouldAllBe(step => timeline.Contains(step, StringComparison.Ordinal));
    }
}
