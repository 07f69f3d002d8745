using TicketFlow.EventStore.Daemon;

namespace TicketFlow.EventStore.Tests.Daemon;

public sealed class DaemonLockTests
{
    [Theory]
    [InlineData("TicketView:All", 14482252)]
    [InlineData("Audit:All", 1521089938)]
    public void The_lock_number_is_the_one_Marten_takes(string shard, long key) => DaemonLock.KeyOf("tf_g", shard).ShouldBe(key);
}
