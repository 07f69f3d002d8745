using TicketFlow.Contracts.Agents;

namespace EndToEnd.Tests.Figures;

/// <summary>Patent fig. 7: the printer stops; its waiting users cancel, move or wait.</summary>
public sealed class Figure7Tests : FigureScene
{
    [Fact]
    public Task Each_waiting_user_is_asked_and_each_answer_does_what_it_says() => OnSystemAsync(
        async () =>
        {
            // 7-1, 7-3, 7-4: the queue has stopped, and every waiting user is asked.
            await OperatorAsync("queue", "stopped", Printer, "--cause", "media-empty", "--text", "paper is empty");
            var (cancels, moves, waits) = (await SubmitAsync("cancels"), await SubmitAsync("moves"), await SubmitAsync("waits"));
            foreach (var job in new[] { cancels, moves, waits })
            {
                await ShowsAsync(job, shown => shown.Question is { Answered: false, Text: var text } && text.Contains("paper"), "is asked");
            }

            (await UserAsync("jobs")).ShouldContain(OtherPrinter);

            // 7-5, 7-6, 7-7.
            await UserAsync("answer", cancels.Key, "cancel");
            await BecomesAsync(cancels, JobStates.Cancelled);
            (await StepsAsync(cancels)).ShouldBe(["job_opened", "job_described", "job_cancelled"]);

            // 7-8, 7-9, 7-10, 7-12.
            await UserAsync("answer", moves.Key, "move", OtherPrinter);
            await ReachesAsync(moves, "transfer_completed");
            (await StepsAsync(moves)).ShouldBe(
            [
                "job_opened", "job_described", "job_moved",
                "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "transfer_completed",
            ]);
            await ShowsAsync(moves, shown => shown.Printer == OtherPrinter, "shows its new printer");

            // 7-11: it goes on by itself when the printer works again.
            await UserAsync("answer", waits.Key, "wait");
            await ReachesAsync(waits, "wait_chosen");
            await OperatorAsync("queue", "works", Printer);
            await ReachesAsync(waits, "transfer_completed");
            (await StepsAsync(waits)).ShouldBe(
            [
                "job_opened", "job_described", "wait_chosen",
                "go_ahead_issued", "go_ahead_confirmed", "transfer_started", "transfer_completed",
            ]);
            await ShowsAsync(waits, shown => shown.Question is null, "is asked no more");
            DocumentsOf().ShouldBe(2);
        },
        rate: null);

    [Fact]
    public Task A_move_to_a_printer_that_does_not_work_is_refused_and_the_user_asked_again() => OnSystemAsync(async () =>
    {
        await OperatorAsync("queue", "stopped", Printer, "--cause", "jam");
        var job = await SubmitAsync("moves");
        await ShowsAsync(job, shown => shown.Question is not null, "is asked");

        // 7-10, 7-13: told so, and asked again (7-4).
        await OperatorAsync("queue", "stopped", OtherPrinter, "--cause", "jam");
        var (exitCode, output) = await MainPath.CommandLine.RunAsync(Site.Agents[0], "answer", job.Key, "move", OtherPrinter);
        exitCode.ShouldBe(3, output);
        output.ShouldContain("printer-stopped");
        (await StepsAsync(job)).ShouldBe(["job_opened", "job_described", "move_refused"]);
        await ShowsAsync(job, shown => shown.Question is { Answered: false } && shown.State == JobStates.Waiting, "is still asked");
    });
}
