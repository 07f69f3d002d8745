using EndToEnd.Tests.Figures;
using EndToEnd.Tests.MainPath;
using TicketFlow.Contracts.Agents;
using TicketFlow.Contracts.LocalApi;

namespace EndToEnd.Tests.Crashes;

/// <summary>A broken job is printed again by each choice exactly once, whatever dies in between (design D8).</summary>
public sealed class ResendTests : FigureScene
{
    private const int ServerSilent = 5;

    /// <summary>Four seconds for a document: the kill must come in its middle.</summary>
    private const int Slow = 100_000;

    /// <summary>A silent agent's job is held after some seconds instead of minutes.</summary>
    private static readonly Dictionary<string, string> Impatient = new(StringComparer.Ordinal)
    {
        ["Jobs__ConfirmWithin"] = "00:00:01",
        ["Jobs__UnansweredLimit"] = "2",
        ["Jobs__Silence__0__After"] = "00:00:00",
        ["Jobs__Silence__0__Action"] = "Suspect",
        ["Jobs__Silence__1__After"] = "00:00:00.5",
        ["Jobs__Silence__1__Action"] = "FreeSlot",
        ["Jobs__Silence__2__After"] = "00:00:01",
        ["Jobs__Silence__2__Action"] = "Settle",
    };

    [Fact]
    public Task A_users_choice_outlives_the_ticket_server() => OnSystemAsync(async () =>
    {
        var job = await InterruptAsync();
        await Site.TicketServer.KillAsync();
        var (exitCode, output) = await CommandLine.RunAsync(Site.Agents[0], "resend", job.Key);
        exitCode.ShouldBe(ServerSilent, output);
        await Site.TicketServer.StartAsync();
        await ReachesAsync(job, "transfer_completed");
        (await StepsAsync(job)).Count(step => step == "resend_chosen").ShouldBe(1);
        await ArrivedAsync(2);
    },
    rate: Slow);

    [Fact]
    public Task An_operators_choice_outlives_the_agent_and_each_choice_prints_once() => OnSystemAsync(
        async () =>
        {
            var job = await InterruptAsync();
            await BecomesAsync(job, JobStates.Interrupted);
            await OperatorAsync("job", "resend", await IdAsync(job));

            // Killed in mid-transfer again: the first choice is spent, and nothing goes out by itself.
            await ReachesAsync(job, "transfer_started");
            await KillAgentAsync();
            await ReachesAsync(job, "transfer_interrupted");
            var id = await IdAsync(job);

            // While nobody listens, all go-aheads are lost on it; the ladder settles the job, and the agent's return heals it.
            await Site.Agents[0].Process.KillAsync();
            await OperatorAsync("job", "resend", id);
            await ReachesAsync(job, "job_held");
            await Site.Agents[0].Process.StartAsync();
            await ReachesAsync(job, "transfer_completed");
            (await StepsAsync(job)).Count(step => step == "resend_chosen").ShouldBe(2);
            await ArrivedAsync(3);
        },
        rate: Slow,
        serverSettings: Impatient);

    /// <summary>
    /// The document came to the printer so often, whole or in part: what a killed agent had handed to the network may arrive whole.
    /// </summary>
    private async Task ArrivedAsync(int times)
    {
        await Eventually.TrueAsync(() => Site.Index.Look().Count >= times, () => $"{times} arrivals");
        Site.Index.Documents.Count.ShouldBe(times);
    }

    /// <summary>A job whose agent was killed in mid-transfer.</summary>
    private async Task<LocalJob> InterruptAsync()
    {
        var job = await SubmitAsync("broken");
        await ReachesAsync(job, "transfer_started");
        await KillAgentAsync();
        await ReachesAsync(job, "transfer_interrupted");
        return job;
    }

    private async Task KillAgentAsync()
    {
        await Site.Agents[0].Process.KillAsync();
        await Site.Agents[0].Process.StartAsync();
    }

    private async Task<string> IdAsync(LocalJob job) =>
        (await Site.Agents[0].JobsAsync()).Single(known => known.Key == job.Key).JobId.ShouldNotBeNull();
}
