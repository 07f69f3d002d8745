using EndToEnd.Tests.MainPath;
using TicketFlow.Contracts.Agents;

namespace EndToEnd.Tests.Figures;

/// <summary>Patent fig. 3: the ticket.</summary>
public sealed class Figure3Tests : FigureScene
{
    [Fact]
    public Task A_job_is_opened_gets_its_id_is_described_and_waits() => OnSystemAsync(async () =>
    {
        await OperatorAsync("queue", "pause", Printer);

        // 3-1, 3-2, 3-3, 3-5: the document is large, so its id comes before it is spooled; 3-6, 3-7, 3-8: then it is described.
        var job = await SubmitAsync("described");
        await BecomesAsync(job, JobStates.Waiting);
        (await StepsAsync(job)).ShouldBe(["job_opened", "job_described"]);
        (await UserAsync("jobs", "--json")).ShouldContain(WaitReasons.Paused);

        await OperatorAsync("queue", "resume", Printer);
        await BecomesAsync(job, JobStates.Completed);
        DocumentsOf().ShouldBe(1);
    });

    [Fact]
    public Task A_refused_user_learns_why_and_chooses_another_printer() => OnSystemAsync(async () =>
    {
        // 3-2, 3-4, 3-9: nothing is accepted at the first printer; 3-10: the user starts over at another one.
        var file = Path.Combine(Site.Directory, "document.bin");
        await File.WriteAllBytesAsync(file, new byte[DocumentBytes]);
        await OperatorAsync("queue", "drain", Printer);
        var (exitCode, output) = await CommandLine.RunAsync(Site.Agents[0], "print", file, "--printer", Printer);
        exitCode.ShouldBe(3, output);
        output.ShouldContain("printer-not-accepting");
        output.ShouldContain("Other printers: " + OtherPrinter);

        await UserAsync("print", file, "--printer", OtherPrinter);
        DocumentsOf().ShouldBe(1);
        await Eventually.ShouldBecomeAsync(
            () => Site.Database.ColumnAsync("select type from ticketflow.mt_events where stream_id like 'job-%' order by seq_id"),
            "job_refused",
            "job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "transfer_completed");
    });
}
