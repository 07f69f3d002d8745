using System.Globalization;
using EndToEnd.Tests.MainPath;
using TicketFlow.SystemUnderTest;
using Xunit.Abstractions;

namespace EndToEnd.Tests.Crashes;

/// <summary>kill -9 of the ticket server, again and again, while each job takes from two budgets: nothing stays put aside, nothing is paid
/// twice.</summary>
public sealed class BudgetKillTests(ITestOutputHelper output)
{
    private const int Kills = 4;
    private const int PagesOfEach = 3;
    private const decimal PriceOfEach = 0.07m;

    /// <summary>Counted in the log, not in the tables that the server keeps: how often jobs reserved, settled and gave back.</summary>
    private const string Unbalanced = """
        select stream_id || ': ' || string_agg(type, ' ' order by version) from ticketflow.mt_events where stream_id like 'job-%'
        group by stream_id
        having count(*) filter (where type = 'transfer_completed') <> count(*) filter (where type = 'cost_settled')
          or count(*) filter (where type = 'cost_reserved')
             <> count(*) filter (where type = 'cost_settled') + count(*) filter (where type = 'cost_refunded')
        """;

    private const string Accounts = """
        select unit || ' ' || sum(reserved)::float || ' ' || sum(spent)::float from ticketflow.budget_account group by unit order by unit
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Killing_the_ticket_server_again_and_again_leaves_nothing_put_aside_and_pays_each_job_once()
    {
        await using var system = await TicketFlowSystem.StartAsync(KillTests.Options);
        await system.ExplainAsync(async () =>
        {
            await BudgetAsync(system);
            var load = new CrashLoad(system);
            var submitted = load.SubmitAsync(Task.CompletedTask);
            await KillAsync(system);
            await submitted;

            var verdict = new Verdict(system, load);
            await verdict.EveryJobEndsAsync();
            (await verdict.CheckAsync()).ShouldBeEmpty("only a killed agent interrupts transfers");
            await CheckAccountsAsync(system);
        });
    }

    private static async Task BudgetAsync(TicketFlowSystem system)
    {
        var tariff = Path.Combine(system.Directory, "tariff.json");
        await File.WriteAllTextAsync(tariff, $$"""
            { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR",
              "rules": [{ "code": "job", "text": "Job", "per": "job", "price": {{Text(PriceOfEach)}} }] }
            """);
        await CommandLine.OperatorAsync(system, "tariff", "set", tariff);
        await CommandLine.OperatorAsync(
            system, "budget", "set", "user:*", "1000000", "--mode", "refuse", "--zone", "UTC", "--unknown-pages", Text(PagesOfEach));
        await CommandLine.OperatorAsync(system, "budget", "set", "user:*", "1000000", "--unit", "EUR", "--mode", "hold", "--zone", "UTC");

        // A server reads the budgets before it takes the first job; one that runs is told a moment later.
        await system.TicketServer.StopAsync();
        await system.TicketServer.StartAsync();
    }

    private async Task KillAsync(TicketFlowSystem system)
    {
        var seed = Random.Shared.Next();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        var chance = new Random(seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            var documents = (kill * CrashLoad.Jobs / (Kills + 1)) + chance.Next(10, CrashLoad.Jobs / (Kills + 1));
            await Eventually.TrueAsync(
                () => system.Index.Look().Count >= documents,
                Patience,
                () => $"{documents} documents arrive; {system.Index.Look().Count} have");
            await system.TicketServer.KillAsync();
            system.Index.Look().Count.ShouldBeLessThan(CrashLoad.Jobs, "the kill came too late to hit anything");
            await system.TicketServer.StartAsync();
        }
    }

    private static async Task CheckAccountsAsync(TicketFlowSystem system)
    {
        (await system.Database.ColumnAsync(Unbalanced)).ShouldBeEmpty("each reservation ends once, and each completed job is paid once");
        var completed = await system.Database.ScalarAsync<long>(
            "select count(*) from ticketflow.mt_events where type = 'transfer_completed'");
        completed.ShouldBe(CrashLoad.Jobs);
        (await system.Database.ColumnAsync(Accounts)).ShouldBe(
            [$"EUR 0 {Text(completed * PriceOfEach)}", $"pages 0 {Text(completed * PagesOfEach)}"]);
        (await CommandLine.OperatorAsync(system, "verify", "budgets")).ShouldContain(" 0 differences");
    }

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
