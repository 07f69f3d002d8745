using TicketFlow.Contracts.Agents;

namespace EndToEnd.Tests.Figures;

/// <summary>Patent fig. 4: the user cancels.</summary>
public sealed class Figure4Tests : FigureScene
{
    [Fact]
    public Task A_cancelled_job_leaves_the_queue_and_the_agents_disk() => OnSystemAsync(async () =>
    {
        var printing = await SubmitAsync("first", LongDocumentBytes);
        await BecomesAsync(printing, JobStates.Printing);
        var waiting = await SubmitAsync("second");
        await BecomesAsync(waiting, JobStates.Waiting);

        // 4-1, 4-2, 4-3, 4-4.
        await UserAsync("cancel", waiting.Key);
        await BecomesAsync(waiting, JobStates.Cancelled);
        (await StepsAsync(waiting)).ShouldBe(["job_opened", "job_described", "job_cancelled"]);
        File.Exists(Path.Combine(Site.Directory, Site.Agents[0].Id, "spool", waiting.Key + ".doc")).ShouldBeFalse();

        // The same for a job that is being sent: it is stopped first.
        await UserAsync("cancel", printing.Key);
        await ReachesAsync(printing, "job_cancelled");
        (await StepsAsync(printing)).ShouldBe(
        [
            "job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "removal_ordered", "job_cancelled",
        ]);
        DocumentsOf().ShouldBe(0);
    });
}
