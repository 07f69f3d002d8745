using TicketFlow.Contracts.Agents;

namespace EndToEnd.Tests.Figures;

/// <summary>Patent fig. 6: the go-ahead and the transfer.</summary>
public sealed class Figure6Tests : FigureScene
{
    [Fact]
    public Task The_first_in_the_queue_gets_the_go_ahead_starts_and_completes() => OnSystemAsync(
        async () =>
        {
            // 6-1, 6-2, 6-3: marked and told; 6-4, 6-5, 6-6: started; 6-12, 6-13, 6-14: done.
            var job = await SubmitAsync("printed");
            await ReachesAsync(job, "transfer_completed");
            (await StepsAsync(job)).ShouldBe(
                ["job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "transfer_completed"]);
            DocumentsOf().ShouldBe(1);
        },
        rate: null);

    [Fact]
    public Task A_start_that_fails_is_tried_again_and_then_given_up() => OnSystemAsync(async () =>
    {
        // 6-7, 6-8: the agent's own tries; 6-9, 6-10, 6-11: reported; the server tries once more, as configured, and gives up.
        await Site.Printers.StopAsync();
        var job = await SubmitAsync("nowhere");
        await BecomesAsync(job, JobStates.Failed);
        (await StepsAsync(job)).Where(step => step != "go_ahead_confirmed").ShouldBe(
            ["job_opened", "job_described", "go_ahead_issued", "transfer_start_failed", "go_ahead_issued", "transfer_start_failed"]);
        var failed = (await Site.Agents[0].JobsAsync()).Single();
        (failed.Code, failed.DocumentKept).ShouldBe(("connection-refused", true));

        // The user's own choice, once the printer is back.
        await Site.Printers.StartAsync();
        await UserAsync("resend", job.Key);
        await BecomesAsync(job, JobStates.Completed);
        DocumentsOf().ShouldBe(1);
    });

    [Fact]
    public Task A_transfer_that_breaks_is_marked_as_failed_and_never_sent_again_by_itself() => OnSystemAsync(async () =>
    {
        // 6-15, 6-16, 6-17.
        var job = await SubmitAsync("broken", 20_000_000);
        await BecomesAsync(job, JobStates.Printing);
        await Site.Printers.KillAsync();
        await ReachesAsync(job, "transfer_failed");
        (await StepsAsync(job)).ShouldBe(
            ["job_opened", "job_described", "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "transfer_failed"]);
        await BecomesAsync(job, JobStates.Failed);
    });
}
