using TicketFlow.PrinterMonitor.Changes;
using TicketFlow.PrinterMonitor.Fleet;
using TicketFlow.PrinterMonitor.Polling;

namespace PrinterMonitor.Tests.Polling;

/// <summary>What a slot remembers of its resource, while another monitor writes.</summary>
public sealed class PollSlotTests
{
    private static readonly FleetTarget Hall = new(
        "hall", "printer", "127.0.0.1:9100", "raw", null, new HealthAddress(Protocols.Snmp, "127.0.0.1", 161));

    private readonly PollSlot _slot = new(Hall, null!);

    [Fact]
    public void What_was_read_before_somebody_wrote_is_not_remembered()
    {
        var before = _slot.Forgotten;
        _slot.Forget();
        _slot.Learn(KnownHealth.Nothing, before);
        _slot.Known.ShouldBeNull();
    }

    [Fact]
    public void What_was_read_since_is()
    {
        _slot.Forget();
        _slot.Learn(KnownHealth.Nothing, _slot.Forgotten);
        _slot.Known.ShouldBe(KnownHealth.Nothing);
    }
}
