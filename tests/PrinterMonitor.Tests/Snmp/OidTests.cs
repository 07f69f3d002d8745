using System.Formats.Asn1;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.Snmp.Ber;

namespace PrinterMonitor.Tests.Snmp;

public sealed class OidTests
{
    [Theory]
    [InlineData("1.3.6.1.2.1.43.11.1.1.9.1.1")]
    [InlineData("0.0")]
    [InlineData("2.999.4294967295.128.127.0")]
    public void An_identifier_survives_text_and_encoding(string text)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        OidCodec.Write(writer, Oid.Parse(text));
        var encoded = writer.Encode();
        AsnDecoder.ReadObjectIdentifier(encoded, AsnEncodingRules.BER, out _).ShouldBe(text);
        OidCodec.TryDecode(encoded.AsSpan(2), out var read).ShouldBeTrue();
        read.ToString().ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1..3")]
    [InlineData("1.3.x")]
    [InlineData("1.4294967296")]
    [InlineData("-1.3")]
    public void What_is_no_identifier_is_refused(string text) => Oid.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("81")]
    [InlineData("2b8f")]
    [InlineData("2b90808080800f")]
    public void Cut_or_oversized_identifiers_are_refused(string hex) =>
        OidCodec.TryDecode(Convert.FromHexString(hex), out _).ShouldBeFalse();

    [Fact]
    public void Identifiers_order_by_number_and_not_by_octets()
    {
        (Oid.Parse("1.3.16383") < Oid.Parse("1.3.32768")).ShouldBeTrue();
        (Oid.Parse("1.3") < Oid.Parse("1.3.0")).ShouldBeTrue();
        Oid.Parse("1.3.6.5").Before().ShouldBe(Oid.Parse("1.3.6.4"));
        Oid.Parse("1.3.6.0").Before().ShouldBe(Oid.Parse("1.3.6"));
    }
}
