using TicketFlow.PrinterMonitor.Health;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Health;

public sealed class DeviceTextTests
{
    [Theory]
    [InlineData("546f6e657200ff", null, "Toner")]
    [InlineData("20 54 31 0a 20", null, "T1")]
    [InlineData("c3bc", null, "ü")]
    [InlineData("c3bc", 4, "ü")]
    [InlineData("fc", null, "ü")]
    [InlineData("fc", 4, "ü")]
    [InlineData("cf", 2004, "ü")]
    [InlineData("b9", 5, "š")]
    [InlineData("bf", 8, "П")]
    [InlineData("81", 2009, "ü")]
    [InlineData("4164 e9bb91 e889", 106, "Ad黑")]
    [InlineData("fc", 99999, "ü")]
    [InlineData("", 106, "")]
    public void Octets_become_the_text_the_device_meant(string hex, int? characterSet, string text) =>
        DeviceText.Decode(SnmpValue.FromOctets(Convert.FromHexString(hex.Replace(" ", ""))), characterSet).ShouldBe(text);

    [Fact]
    public void What_is_no_text_is_printed_and_nothing_is_empty()
    {
        DeviceText.Decode(SnmpValue.FromInteger(5), null).ShouldBe("5");
        DeviceText.Decode(SnmpValue.Null, null).ShouldBe("");
        DeviceText.Decode(default, null).ShouldBe("");
    }
}
