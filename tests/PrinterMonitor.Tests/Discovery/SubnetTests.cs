using TicketFlow.PrinterMonitor.Discovery;

namespace PrinterMonitor.Tests.Discovery;

/// <summary>Which addresses a network has, and which devices are one.</summary>
public sealed class SubnetTests
{
    private static readonly FoundPrinter One =
        new("192.0.2.7", "Eve One", "Eve", "X1234", "001122334455", "hall-2.example.org", "snmp", [9100]);

    [Theory]
    [InlineData("192.0.2.0/24", "192.0.2.1", "192.0.2.254", 254)]
    [InlineData("192.0.2.77/24", "192.0.2.1", "192.0.2.254", 254)]
    [InlineData("192.0.2.4/30", "192.0.2.5", "192.0.2.6", 2)]
    [InlineData("192.0.2.4/31", "192.0.2.4", "192.0.2.5", 2)]
    [InlineData("192.0.2.4/32", "192.0.2.4", "192.0.2.4", 1)]
    [InlineData("192.0.2.4", "192.0.2.4", "192.0.2.4", 1)]
    [InlineData("10.1.0.0/16", "10.1.0.1", "10.1.255.254", 65534)]
    public void A_network_has_the_addresses_of_its_hosts(string text, string first, string last, int count)
    {
        var addresses = Subnet.Parse(text).Addresses().ToList();
        (addresses[0].ToString(), addresses[^1].ToString(), addresses.Count).ShouldBe((first, last, count));
    }

    [Theory]
    [InlineData("192.0.2/24")]
    [InlineData("example.org")]
    [InlineData("2001:db8::/64")]
    [InlineData("192.0.2.0/33")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/24/8")]
    [InlineData("10.0.0.0/8")]
    [InlineData("")]
    public void What_is_no_network_is_refused_with_a_sentence(string text) =>
        Should.Throw<FormatException>(() => Subnet.Parse(text)).Message.ShouldStartWith($"'{text}'");

    [Fact]
    public void A_device_is_known_by_serial_then_mac_then_name_then_address()
    {
        One.IsSameAs(One with { Address = "192.0.2.99", Mac = "", SystemName = "" }).ShouldBeTrue();
        One.IsSameAs(One with { Serial = "Y9999" }).ShouldBeFalse();
        One.IsSameAs(One with { Serial = "", Address = "192.0.2.99", SystemName = "" }).ShouldBeTrue();
        One.IsSameAs(One with { Serial = "", Mac = "665544332211" }).ShouldBeFalse();
        One.IsSameAs(One with { Serial = "", Mac = "", Address = "192.0.2.99" }).ShouldBeTrue();
        One.IsSameAs(One with { Serial = "", Mac = "", SystemName = "" }).ShouldBeTrue();
        One.IsSameAs(One with { Serial = "", Mac = "", SystemName = "", Address = "192.0.2.99" }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("XXXXXXXXXX")]
    [InlineData("0000")]
    [InlineData("1")]
    public void A_dummy_of_the_factory_is_no_serial(string serial) =>
        (One with { Serial = serial }).IsSameAs(One with { Serial = serial, Mac = "665544332211" }).ShouldBeFalse();

    [Theory]
    [InlineData("hall-2.example.org", "hall-2")]
    [InlineData("NPI 12_AB", "npi-12-ab")]
    [InlineData("", "printer-192-0-2-7")]
    [InlineData("...", "printer-192-0-2-7")]
    public void A_name_is_suggested(string systemName, string name) =>
        (One with { SystemName = systemName }).SuggestedName().ShouldBe(name);
}
