using TicketFlow.Contracts.Agents;

namespace EndToEnd.Tests.Figures;

/// <summary>Patent fig. 5: the server interrupts.</summary>
public sealed class Figure5Tests : FigureScene
{
    [Fact]
    public Task An_interrupted_transfer_is_being_removed_until_its_agent_confirmed_the_stop() => OnSystemAsync(async () =>
    {
        var job = await SubmitAsync("interrupted", LongDocumentBytes);
        await BecomesAsync(job, JobStates.Printing);

        // 5-1, 5-2, 5-3: ordered; 5-4, 5-5, 5-6: stopped, told to the printer, confirmed, gone.
        await OperatorAsync("job", "interrupt", (await Site.Agents[0].JobsAsync()).Single().JobId!);
        await BecomesAsync(job, JobStates.Cancelled);
        await ReachesAsync(job, "job_cancelled");
        (await StepsAsync(job)).ShouldBe(
        [
            "job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "removal_ordered", "job_cancelled",
        ]);
        (await Site.Agents[0].JobsAsync()).Single().Code.ShouldBe(StopCodes.ByOperator);
        DocumentsOf().ShouldBe(0);
    });
}
