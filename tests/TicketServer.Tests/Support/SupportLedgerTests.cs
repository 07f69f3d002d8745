using TicketFlow.Delivery;
using TicketFlow.TicketServer.Support;

namespace TicketServer.Tests.Support;

/// <summary>Who may say what came of a delivery.</summary>
public sealed class SupportLedgerTests
{
    [Fact]
    public async Task A_server_that_lost_its_claim_cannot_overwrite_what_came_of_the_next_try()
    {
        await using var support = await SupportHarness.CreateAsync();
        var options = new SupportOptions { Receivers = [new() { Name = "desk", Mail = "desk@example.org" }] };
        var clock = new SettableClock(TimeProvider.System.GetUtcNow());
        var ledger = new SupportLedger(support.Store.DataSource, new RuleReader(support.Store), options, clock);
        await support.StopPrinterAsync();
        (await ledger.PlanAsync(default)).ShouldBe(1);
        (await ledger.PlanAsync(default)).ShouldBe(0);

        var slow = (await ledger.ClaimAsync("desk", default)).ShouldNotBeNull();
        (await ledger.ClaimAsync("desk", default)).ShouldBeNull();
        clock.Now += options.ClaimFor;
        var next = (await ledger.ClaimAsync("desk", default)).ShouldNotBeNull();
        next.ShouldBe(slow with { Notice = next.Notice, Tries = 2 });
        await ledger.SettleAsync(next, DeliveryStates.Sent, null, TimeSpan.Zero, default);
        await ledger.SettleAsync(slow, DeliveryStates.Open, "too slow", TimeSpan.Zero, default);
        (await support.StatesAsync()).ShouldBe("desk=sent");
        (await ledger.ClaimAsync("desk", default)).ShouldBeNull();
    }

    private sealed class SettableClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
