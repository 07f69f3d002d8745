using System.Text.Json;
using TicketFlow.Contracts.Agents;
using TicketFlow.Pricing;
using TicketFlow.TicketServer.Budgets;
using TicketServer.Tests.Server;

namespace TicketServer.Tests.Budgets;

/// <summary>A running ticket server with two wide printers, an agent, and words for budgets.</summary>
public sealed class BudgetSite : IAsyncLifetime
{
    private const string Totals = """
        select concat_ws(' ', sum(reserved)::float, sum(spent)::float) from ticketflow.budget_account
        """;

    public ServerHarness Server { get; } = new();

    internal ShiftedClock Clock { get; } = new();

    public ScriptedAgent Agent { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Server.InitializeAsync();
        Server.Clock = Clock;

        Server.Settings["Deadlines:FireAgainAfter"] = "00:00:05";
        await Server.StartAsync();
        await Server.AddPrinterAsync("hall", slots: 100);
        await Server.AddPrinterAsync("attic", slots: 100);
        Agent = await Server.EnrolAsync("desk-1");
    }

    public async Task DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Server.DisposeAsync();
    }

    /// <summary>A job of one page for the hall that gets its go-ahead.</summary>
    public async Task<GoAhead> SubmitAsync()
    {
        await Agent.SendAsync(Agent.Request("hall"));
        return await Agent.GoAheadAsync();
    }

    /// <summary>A job of one page for the hall that a budget holds.</summary>
    public Task<string> HeldAsync() => HeldAsync(Agent.Request("hall"));

    /// <summary>A job that a budget holds.</summary>
    public async Task<string> HeldAsync(TicketRequest request)
    {
        await Agent.SendAsync(request);
        var ticket = await Agent.TicketAsync();
        (ticket.State, ticket.Advice?.Code).ShouldBe((JobStates.Held, AdviceCodes.BudgetExhausted));
        return ticket.JobId;
    }

    /// <summary>Pages cost ten times as much in the attic.</summary>
    public Task SetTariffAsync() => AppendAsync(new TariffVersionSet("standard", 1, JsonDocument.Parse("""
            { "name": "standard", "effectiveFrom": "2020-01-01T00:00:00Z", "currency": "EUR", "rules": [
              { "code": "attic", "text": "Page", "per": "page", "price": 0.50, "group": "p", "when": { "resources": ["attic"] } },
              { "code": "page", "text": "Page", "per": "page", "price": 0.05, "group": "p" }] }
            """).RootElement.Clone()));

    /// <summary>Sets a budget, and waits until the server knows that there are budgets.</summary>
    public async Task SetAsync(decimal amount, string mode, string unit = BudgetBook.Pages, string subject = "user:*")
    {
        await AppendAsync(new BudgetSet(subject, unit, amount, mode, "UTC", 100, 1, "Mrs Pense"));
        await Eventually.ShouldBecomeAsync(() => Task.FromResult(Server.Part<BudgetWatch>().Current.IsEmpty), false);
    }

    /// <summary>Gives something beside the budget in the clock's month.</summary>
    public Task GrantAsync(string subject, decimal amount) =>
        AppendAsync(new BudgetGranted(subject, BudgetBook.Pages, Month(), amount, "thesis"));

    public async Task AppendAsync(object fact)
    {
        var session = Server.Store.LightweightSession();
        session.Events.Append(fact is BudgetEvent budget ? budget.StreamKey : "tariff-standard", fact);
        await session.SaveChangesAsync();
    }

    /// <summary>The month by the server's clock.</summary>
    public string Month() => BudgetBook.Period(new BudgetSet("user:*", "pages", 1, "hold", "UTC", 100, 1, null), Clock.GetUtcNow());

    /// <summary>Put aside and spent, of all accounts together.</summary>
    public Task<string> TotalsAsync() => Server.Database.ScalarAsync<string>(Totals);

    public Task<long> CountAsync(params string[] types) => Server.Database.ScalarAsync<long>(
        $"select count(*) from ticketflow.mt_events where type in ('{string.Join("', '", types)}')");

    public Task ShouldHaveAsync(string job, string type) =>
        Eventually.ShouldBecomeAsync(async () => (await Server.EventsOfAsync(job)).Contains(type), true);
}
