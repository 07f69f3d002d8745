using EndToEnd.Tests.Figures;

namespace EndToEnd.Tests.Comebacks;

/// <summary>A computer that sleeps in the middle of a transfer, longer than anybody waits for a sign of life.</summary>
public sealed class SleepTests : FigureScene
{
    /// <summary>A slow printer's seconds; more than the network holds for a computer that sleeps.</summary>
    private const int BytesPerSecond = 600_000;

    [Fact]
    public Task Jobs_go_on_after_a_sleep_and_the_server_knows_both_the_silence_and_the_return() => OnSystemAsync(
        async () =>
        {
            var sending = await SubmitAsync("sending", LongDocumentBytes);
            var waiting = await SubmitAsync("waiting");
            await ReachesAsync(sending, "transfer_started");

            var agent = Site.Agents[0];
            await agent.Process.SleepAsync();
            await ReachesAsync(sending, "job_suspected");
            await BrokerClients.CloseConnectionsAsync(Site.Management, agent.Id);
            await agent.Process.WakeAsync();

            await ReachesAsync(sending, "transfer_completed");
            await ReachesAsync(waiting, "transfer_completed");
            (await StepsAsync(sending)).Where(step => step is "go_ahead_issued" or "job_suspected" or "agent_heard_again")
                .Distinct().ShouldBe(["go_ahead_issued", "job_suspected", "agent_heard_again"]);
            (await StepsAsync(sending)).Count(step => step == "go_ahead_issued").ShouldBe(1);
            DocumentsOf(LongDocumentBytes).ShouldBe(1);
            DocumentsOf().ShouldBe(1);
            Site.Index.Look().Count.ShouldBe(2);
        },
        rate: BytesPerSecond,
        serverSettings: new Dictionary<string, string>
        {
            ["Jobs__StatusEvery"] = "00:00:01",
            ["Jobs__StatusWithin"] = "00:00:06",
            ["Jobs__Silence__0__After"] = "00:00:00",
            ["Jobs__Silence__0__Action"] = "Suspect",
        });
}
