using System.Formats.Asn1;
using TicketFlow.PrinterMonitor.Snmp.Ber;

namespace TicketFlow.PrinterMonitor.Snmp.Transport;

/// <summary>v1 and v2c messages (RFC 1157 section 4, RFC 3584).</summary>
internal static class CommunityMessage
{
    [ThreadStatic]
    private static AsnWriter? t_writer;

    public static byte[] Write(SnmpVersion version, ReadOnlySpan<byte> community, SnmpPdu pdu)
    {
        var writer = t_writer ??= new AsnWriter(AsnEncodingRules.BER, 1024);
        writer.Reset();
        using (writer.PushSequence())
        {
            writer.WriteInteger((int)version);
            writer.WriteOctetString(community);
            PduCodec.Write(writer, pdu);
        }

        return writer.Encode();
    }
}
