using System.Formats.Asn1;
using System.Text;
using TicketFlow.PrinterMonitor.Snmp;
using TicketFlow.PrinterMonitor.Snmp.Ber;
using TicketFlow.PrinterMonitor.Snmp.Transport;

namespace PrinterMonitor.Tests.Snmp;

/// <summary>Packets for the tests, made and read with the product's codec.</summary>
internal static class Packets
{
    public static byte[] Response(int id, IReadOnlyList<VarBind> variables, SnmpErrorStatus status = SnmpErrorStatus.NoError) =>
        CommunityMessage.Write(SnmpVersion.V2c, "public"u8, new SnmpPdu(new PduHeader(PduType.Response, id, (int)status, 0), variables));

    public static SnmpPdu ReadRequest(byte[] packet)
    {
        var outer = new BerReader(packet);
        var message = outer.Enter(BerReader.Sequence);
        message.ReadInt32();
        message.Read(SnmpType.OctetString);
        var type = (PduType)message.PeekTag;
        var pdu = new BerReader(message.ReadAny(out _));
        PduCodec.TryReadHeader(ref pdu, type, out var header).ShouldBeTrue();
        PduCodec.TryReadVariables(ref pdu, out var variables).ShouldBeTrue();
        return new SnmpPdu(header, variables);
    }

    public static VarBind Text(string oid, string value) => new(Oid.Parse(oid), SnmpValue.FromOctets(Encoding.UTF8.GetBytes(value)));

    public static VarBind Number(string oid, long value) => new(Oid.Parse(oid), SnmpValue.FromInteger(value));

    /// <summary>A response whose inside is as wrong as wanted, with correct lengths around it.</summary>
    public static byte[] Raw(int id, Action<AsnWriter> variables)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteOctetString("public"u8);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2, isConstructed: true)))
            {
                writer.WriteInteger(id);
                writer.WriteInteger(0);
                writer.WriteInteger(0);
                variables(writer);
            }
        }

        return writer.Encode();
    }
}
