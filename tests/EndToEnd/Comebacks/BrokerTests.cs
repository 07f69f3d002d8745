using EndToEnd.Tests.Figures;

namespace EndToEnd.Tests.Comebacks;

/// <summary>
/// A broker that comes back without its data: the accounts are restored, as the runbook says; queues and exchanges are not (M-12).
/// </summary>
public sealed class BrokerTests : FigureScene
{
    [Fact]
    public Task A_broker_that_lost_its_data_loses_and_doubles_no_job() => OnSystemAsync(
        async () =>
        {
            var sending = await SubmitAsync("sending", 4 * DocumentBytes);
            var waiting = await SubmitAsync("waiting");
            await ReachesAsync(sending, "transfer_started");
            var accounts = await BrokerAccounts.ReadAsync(Site.Management);

            await Site.Broker.LoseDataAsync();
            var spooled = await SubmitAsync("spooled meanwhile");
            await accounts.RestoreAsync(Site.Management);

            await ReachesAsync(sending, "transfer_completed");
            await ReachesAsync(waiting, "transfer_completed");
            await ReachesAsync(spooled, "transfer_completed");
            (DocumentsOf(), DocumentsOf(4 * DocumentBytes)).ShouldBe((2, 1));
            Site.Index.Look().Count.ShouldBe(3);
        },
        privateServers: true);
}
