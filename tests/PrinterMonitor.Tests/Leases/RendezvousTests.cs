using TicketFlow.PrinterMonitor.Leases;

namespace PrinterMonitor.Tests.Leases;

public sealed class RendezvousTests
{
    private static readonly string[] Resources = [.. Enumerable.Range(0, 6000).Select(i => $"printer-{i}")];

    [Fact]
    public void All_members_agree_whatever_the_order_and_share_evenly()
    {
        Guid[] members = [.. Enumerable.Range(1, 3).Select(i => new Guid(i, 0, 0, new byte[8]))];
        var owners = Resources.ToDictionary(r => r, r => Rendezvous.OwnerOf(r, members));
        Resources.ShouldAllBe(r => Rendezvous.OwnerOf(r, members.Reverse().ToArray()) == owners[r]);
        members.ShouldAllBe(m => owners.Values.Count(o => o == m) > 1800);
    }

    [Fact]
    public void When_a_member_goes_only_its_resources_move()
    {
        Guid[] members = [.. Enumerable.Range(1, 3).Select(i => new Guid(i, 0, 0, new byte[8]))];
        var (gone, left) = (members[2], members[..2]);
        Resources.Where(r => Rendezvous.OwnerOf(r, members) != gone)
            .ShouldAllBe(r => Rendezvous.OwnerOf(r, left) == Rendezvous.OwnerOf(r, members));
    }

    [Fact]
    public void A_lease_that_was_not_renewed_in_time_owns_nothing()
    {
        var clock = new ManualClock();
        var share = new FleetShare(clock);
        share.IsMine("hall").ShouldBeFalse();
        share.Renewed([share.Me], clock.GetTimestamp(), TimeSpan.FromSeconds(10));
        share.IsMine("hall").ShouldBeTrue();
        var generation = share.Generation;
        clock.Advance(TimeSpan.FromSeconds(9));
        share.Renewed([share.Me], clock.GetTimestamp(), TimeSpan.FromSeconds(10));
        share.Generation.ShouldBe(generation);
        clock.Advance(TimeSpan.FromSeconds(11));
        share.IsMine("hall").ShouldBeFalse();
        share.Renewed([share.Me], clock.GetTimestamp(), TimeSpan.FromSeconds(10));
        share.Generation.ShouldBeGreaterThan(generation);
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan by) => _now += by.Ticks;
    }
}
