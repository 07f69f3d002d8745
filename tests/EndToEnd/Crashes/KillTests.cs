using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.Crashes;

/// <summary>kill -9 in the middle of 500 jobs, each part in turn: nothing lost, nothing doubled.</summary>
public sealed class KillTests
{
    private const int KillAt = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Each transfer takes a quarter of a second: one that has just begun is still under way when the kill comes.</summary>
    internal static readonly SystemOptions Options = new()
    {
        PrivateServers = true,
        Printers = 16,
        Slots = 3,
        Rate = 40_000,
        ServerSettings = new Dictionary<string, string>
        {
            ["Jobs__ConfirmWithin"] = "00:00:02",
            ["Jobs__StartWithin"] = "00:00:05",
            ["Jobs__StatusEvery"] = "00:00:01",
            ["Jobs__StatusWithin"] = "00:00:04",
            ["Jobs__RetryAfter"] = "00:00:00.5",
            ["Deadlines__Interval"] = "00:00:00.2",
            ["Deadlines__FireAgainAfter"] = "00:00:01",
        },
        AgentSettings = new Dictionary<string, string>
        {
            ["TICKETFLOW_AGENT__Broker__RequestRepeat"] = "00:00:01",
            ["TICKETFLOW_AGENT__Broker__RequestRepeatMax"] = "00:00:03",
            ["TICKETFLOW_AGENT__Broker__ReconnectWait"] = "00:00:00.2",
        },
    };

    [Fact]
    public Task Killing_the_ticket_server_loses_and_doubles_nothing() => CrashAsync(
        async (system, submitted) =>
        {
            await system.TicketServer.KillAsync();
            await submitted;
            await system.TicketServer.StartAsync();
        },
        interrupts: false);

    [Fact]
    public Task Killing_the_agent_ends_what_it_was_sending_as_interrupted_and_loses_and_doubles_nothing() => CrashAsync(
        async (system, _) =>
        {
            await system.Agents[0].Process.KillAsync();
            await system.Agents[0].Process.StartAsync();
        },
        interrupts: true);

    [Fact]
    public Task Killing_RabbitMQ_loses_and_doubles_nothing() => CrashAsync(
        async (system, submitted) =>
        {
            await system.Broker.KillAsync();
            await submitted;
            await system.Broker.StartAsync();
        },
        interrupts: false);

    [Fact]
    public Task Killing_PostgreSQL_loses_and_doubles_nothing() => CrashAsync(
        async (system, submitted) =>
        {
            await system.Postgres.KillAsync();
            await submitted;
            await system.Postgres.StartAsync();
        },
        interrupts: false);

    private static async Task CrashAsync(Func<TicketFlowSystem, Task, Task> crash, bool interrupts)
    {
        await using var system = await TicketFlowSystem.StartAsync(Options);
        await system.ExplainAsync(async () =>
        {
            var load = new CrashLoad(system);
            var verdict = new Verdict(system, load);
            var moment = new MidTransfer(system);
            var back = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var submitted = load.SubmitAsync(back.Task);
            await Eventually.TrueAsync(
                async () => await moment.IsNowAsync() && system.Index.Look().Count >= KillAt,
                Patience,
                () => $"{KillAt} documents arrive and more have just begun");

            await crash(system, submitted);
            system.Index.Look().Count.ShouldBeLessThan(CrashLoad.Jobs, "the crash came too late to hit anything");
            back.SetResult();
            await submitted;

            await verdict.EveryJobEndsAsync();
            var interrupted = await verdict.CheckAsync();
            if (!interrupts)
            {
                interrupted.ShouldBeEmpty("only a killed agent interrupts transfers");
                load.Unknown.ShouldBeEmpty("the agent acknowledges all the time");
            }
            else
            {
                interrupted.ShouldNotBeEmpty("the kill landed in mid-transfer");
            }
        });
    }
}
