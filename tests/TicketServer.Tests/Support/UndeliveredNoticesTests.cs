using TicketFlow.Delivery;
using TicketFlow.TicketServer.Support;

namespace TicketServer.Tests.Support;

/// <summary>What an operator sees of notices that did not arrive, and sending them again.</summary>
public sealed class UndeliveredNoticesTests
{
    [Fact]
    public async Task A_notice_that_was_given_up_is_listed_and_arrives_once_when_it_is_retried()
    {
        await using var support = await SupportHarness.CreateAsync();
        var undelivered = new UndeliveredNotices(support.Store.DataSource);
        support.Settings["Support:MaxTries"] = "2";
        var port = support.Settings["Support:Smtp:Port"];
        support.Settings["Support:Smtp:Port"] = "1";
        support.Receiver("desk", mail: "desk@example.org");
        await support.StartAsync();
        var notice = await support.StopPrinterAsync();
        await Eventually.ShouldBecomeAsync(support.StatesAsync, "desk=" + DeliveryStates.GivenUp);

        var listed = (await undelivered.ListAsync(10, default)).ShouldHaveSingleItem();
        (listed.Notice, listed.Receiver, listed.Tries, listed.NextAt).ShouldBe((notice, "desk", 2, null));
        listed.Error.ShouldNotBeNullOrEmpty();
        (await undelivered.RetryAsync(Guid.NewGuid(), null, default)).ShouldBe(0);
        (await undelivered.RetryAsync(notice, "nobody", default)).ShouldBe(0);

        await support.StopAsync();
        support.Settings["Support:Smtp:Port"] = port;
        await support.StartAsync();
        (await undelivered.RetryAsync(null, "desk", default)).ShouldBe(1);
        await Eventually.ShouldBecomeAsync(support.StatesAsync, "desk=" + DeliveryStates.Sent);
        (await undelivered.ListAsync(10, default)).ShouldBeEmpty();
        (await undelivered.RetryAsync(null, null, default)).ShouldBe(0);
    }
}
