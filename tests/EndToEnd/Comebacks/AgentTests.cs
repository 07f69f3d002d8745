using EndToEnd.Tests.Figures;
using EndToEnd.Tests.MainPath;
using TicketFlow.Contracts.Errors;

namespace EndToEnd.Tests.Comebacks;

/// <summary>Agents that come back, and those that should not have come (M-12).</summary>
public sealed class AgentTests : FigureScene
{

    [Fact]
    public Task A_copied_agent_gets_and_loses_nothing_of_the_first_one_and_prints_when_that_has_gone() => OnSystemAsync(async () =>
    {
        var first = await SubmitAsync("first");
        var second = await SubmitAsync("second");
        await ReachesAsync(first, "transfer_started");

        var twin = await Site.StartTwinAsync(Site.Agents[0]);
        await Eventually.TrueAsync(
            async () => (await CommandLine.RunAsync(twin, "printers")).Output.Contains(AgentErrors.IdentityInUse, StringComparison.Ordinal),
            () => "the copy says why it is not served");
        var copied = (await twin.SubmitAsync(Printer, "copied", new byte[DocumentBytes])).ShouldNotBeNull();

        await ReachesAsync(second, "transfer_completed");
        (await StepsAsync(first))[^1].ShouldBe("transfer_completed");

        await Site.Agents[0].Process.StopAsync();
        await ReachesAsync(copied, "transfer_completed");
        DocumentsOf().ShouldBe(3);
        Site.Index.Look().Count.ShouldBe(3);
        var order = await Site.Database.ColumnAsync("""
            select case type when 'job_opened' then data ->> 'title' else 'completed' end from ticketflow.mt_events
            where type = 'transfer_completed' or (type = 'job_opened' and data ->> 'title' = 'copied') order by seq_id
            """);
        order.ShouldBe(["completed", "completed", "copied", "completed"], "the copy was not served before the first one was through");
    }, rate: 40_000);

    [Fact]
    public Task A_reinstalled_agent_has_lost_its_jobs_and_none_of_them_blocks_a_printer_or_comes_out_by_itself() =>
        OnSystemAsync(async () =>
    {
        var sending = await SubmitAsync("sending", 4 * DocumentBytes);
        var waiting = await SubmitAsync("waiting");
        await ReachesAsync(sending, "transfer_started");
        await Site.Agents[0].Process.KillAsync();
        Site.LoseHome(Site.Agents[0]);
        await Site.Agents[0].Process.StartAsync();

        await ReachesAsync(sending, "transfer_interrupted");
        await Eventually.TrueAsync(
            // Whichever of the two was settled first: the other may have got its turn in between, and nobody was there to take it.
            async () => (await StepsAsync(waiting))[^1] is "transfer_start_failed" or "transfer_interrupted",
            () => "the waiting one has ended");
        var fresh = await SubmitAsync("fresh");
        await ReachesAsync(fresh, "transfer_completed");
        // Of the one that was being sent the printer may have got everything: the kernel sends what it has taken.
        await Eventually.TrueAsync(() => Site.Index.Look().Count >= 2, () => "what the kernel had taken has come");
        Site.Index.Look().Count.ShouldBe(2);
        (await StepsAsync(sending)).Count(step => step == "go_ahead_issued").ShouldBe(1);
    });

    [Fact]
    public Task An_agent_without_jobs_lets_the_connection_go_and_comes_back_with_the_next_job() => OnSystemAsync(
        async () =>
        {
            await ReachesAsync(await SubmitAsync("first"), "transfer_completed");
            await Eventually.TrueAsync(
                () => Site.Agents[0].Process.Tail(50).Contains("No jobs: disconnected from the broker", StringComparison.Ordinal),
                () => "the agent lets go");
            await ReachesAsync(await SubmitAsync("second"), "transfer_completed");
            DocumentsOf().ShouldBe(2);
        },
        rate: null);
}
