using TicketFlow.Ops.Chain;

namespace Reporting.Tests.Operations;

public sealed class SealAgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Events_that_wait_for_more_than_two_days_are_told_with_their_time() =>
        SealAge.Warning(Now - SealAge.Longest - TimeSpan.FromMinutes(1), Now).ShouldNotBeNull().ShouldContain("since 2026-03-08 07:59Z");

    [Fact]
    public void A_quiet_week_and_a_day_not_yet_sealed_are_in_order()
    {
        SealAge.Warning(null, Now).ShouldBeNull();
        SealAge.Warning(Now - SealAge.Longest, Now).ShouldBeNull();
    }
}
