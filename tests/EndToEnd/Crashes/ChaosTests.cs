using System.Globalization;
using EndToEnd.Tests.MainPath;
using TicketFlow.SystemUnderTest;

namespace EndToEnd.Tests.Crashes;

/// <summary>
/// Every part of a whole system is killed again and again under load: each job has one end, each document came out once, and whatever
/// counts them comes to the same number. <c>TICKETFLOW_CHAOS_SECONDS</c> makes it longer, <c>TICKETFLOW_CHAOS_SEED</c> repeats one.
/// </summary>
public sealed class ChaosTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    private static readonly SystemOptions Options = KillTests.Options with { Monitors = 1, Reporting = true };

    [Fact]
    public async Task Whatever_is_killed_whenever_each_job_ends_once_and_all_sums_agree()
    {
        var seed = Setting("TICKETFLOW_CHAOS_SEED") ?? Random.Shared.Next(1, 1_000_000);
        var length = TimeSpan.FromSeconds(Setting("TICKETFLOW_CHAOS_SECONDS") ?? 20);
        await using var system = await TicketFlowSystem.StartAsync(Options);
        var chaos = new Chaos(system, seed);
        await system.ExplainAsync(async () =>
        {
            await CommandLine.OperatorAsync(system, "budget", "set", "user:*", "1000000", "--mode", "hold");
            var load = new CrashLoad(system);
            try
            {
                await UnderChaosAsync(chaos, load, length);
                await CheckAsync(system, load);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, {load.Acknowledged.Count} jobs, killed: {chaos.Story}.\n{e.Message}", e);
            }
        });
    }

    private static async Task UnderChaosAsync(Chaos chaos, CrashLoad load, TimeSpan length)
    {
        var since = TimeProvider.System.GetTimestamp();
        bool IsOver() => TimeProvider.System.GetElapsedTime(since) > length;
        using var pace = new PeriodicTimer(Pace);
        using var turn = new SemaphoreSlim(1);
        var submitted = load.SubmitAsync(
            async () =>
            {
                await turn.WaitAsync();
                try
                {
                    return !IsOver() && await pace.WaitForNextTickAsync();
                }
                finally
                {
                    turn.Release();
                }
            },
            () => chaos.AgentIsBack);
        await chaos.RunAsync(IsOver);
        await submitted;
    }

    private static async Task CheckAsync(TicketFlowSystem system, CrashLoad load)
    {
        var verdict = new Verdict(system, load);
        // What was submitted while little worked is printed now.
        await verdict.EveryJobEndsAsync(3 * Patience);
        await verdict.CheckAsync();
        await BecomeAsync(
            system, "0", "select sum(reserved) from ticketflow.budget_account", "nothing is put aside for jobs that have ended");
        var completed = await system.Database.ScalarAsync<long>(
            "select count(*) from ticketflow.mt_events where type = 'transfer_completed'");
        await BecomeAsync(system, $"{completed}", "select sum(spent) from ticketflow.budget_account", "what was printed was charged");
        await CommandLine.OperatorAsync(system, "verify", "budgets");
        await BecomeAsync(system, "0", "select count(*) from monitor.outbox", "the monitor has told everything");
        await StatisticsAgreeAsync(system);
        (await BrokerQueues.PutAsideAsync(system.Management)).ShouldBeEmpty("messages that nobody could handle");
    }

    /// <summary>Counted by reporting, and again from the raw events.</summary>
    private static async Task StatisticsAgreeAsync(TicketFlowSystem system)
    {
        var recount = await system.Database.ScalarAsync<string>("""
            select string_agg(line, ', ' order by line) from (
              select case type when 'transfer_completed' then 'completed ' else 'interrupted ' end || count(*) || ' '
                || sum((data ->> 'bytesSent')::bigint) as line
              from ticketflow.mt_events where type in ('transfer_completed', 'transfer_interrupted') group by type) as lines
            """);
        await BecomeAsync(
            system,
            recount,
            """
            select string_agg(line, ', ' order by line) from (
              select kind || ' ' || sum(outcomes) || ' ' || sum(bytes_direct) as line
              from reporting.usage_hour where dimension = 'all' group by kind) as lines
            """,
            "statistics are what the events say");
    }

    private static async Task BecomeAsync(TicketFlowSystem system, string value, string query, string what)
    {
        var now = "";
        await Eventually.TrueAsync(
            async () => (now = (await system.Database.ColumnAsync(query)).Single()) == value,
            Patience,
            () => $"{what}: {now}, not {value}");
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
