using System.Buffers.Binary;
using System.Formats.Asn1;

namespace TicketFlow.PrinterMonitor.Snmp.Ber;

/// <summary>PDUs of RFC 1157 and RFC 3416. The header is read first, so that a packet nobody asked for costs no variables.</summary>
internal static class PduCodec
{
    /// <summary>More variables than any agent fits into 64 kB of real answer; a bound against packets made of tiny ones.</summary>
    public const int MaxVariables = 4096;

    private static readonly byte[] EmptyContent = [];

    public static void Write(AsnWriter writer, SnmpPdu pdu)
    {
        var (type, requestId, first, second) = pdu.Header;
        using (writer.PushSequence(TagOf(type)))
        {
            writer.WriteInteger(requestId);
            writer.WriteInteger(first);
            writer.WriteInteger(second);
            using (writer.PushSequence())
            {
                foreach (var variable in pdu.Variables)
                {
                    using (writer.PushSequence())
                    {
                        OidCodec.Write(writer, variable.Oid);
                        WriteValue(writer, variable.Value);
                    }
                }
            }
        }
    }

    public static bool TryReadHeader(ref BerReader pdu, PduType type, out PduHeader header)
    {
        header = new PduHeader(type, pdu.ReadInt32(), pdu.ReadInt32(), pdu.ReadInt32());
        return !pdu.Failed;
    }

    public static bool TryReadVariables(ref BerReader pdu, out VarBind[] variables)
    {
        var list = pdu.Enter(BerReader.Sequence);
        var found = new List<VarBind>(16);
        while (!list.AtEnd && !list.Failed && found.Count < MaxVariables)
        {
            var variable = list.Enter(BerReader.Sequence);
            var oid = variable.ObjectIdentifier(variable.Read(SnmpType.ObjectIdentifier));
            var valid = TryReadValue(ref variable, out var value);
            if (!valid || variable.Failed || !variable.AtEnd)
            {
                variables = [];
                return false;
            }

            found.Add(new VarBind(oid, value));
        }

        variables = [.. found];
        return list is { Failed: false, AtEnd: true } && pdu is { Failed: false, AtEnd: true };
    }

    private static bool TryReadValue(ref BerReader reader, out SnmpValue value)
    {
        var content = reader.ReadAny(out var tag);
        var type = (SnmpType)tag;
        value = type switch
        {
            SnmpType.Integer => SnmpValue.FromInteger(reader.Signed(content)),
            SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks => SnmpValue.FromUnsigned(type, (uint)reader.Unsigned(content)),
            SnmpType.Counter64 => SnmpValue.FromUnsigned(type, reader.Unsigned(content)),
            SnmpType.OctetString or SnmpType.Opaque or SnmpType.IpAddress =>
                SnmpValue.FromOctets(content.IsEmpty ? EmptyContent : content.ToArray(), type),
            SnmpType.ObjectIdentifier => SnmpValue.FromOid(reader.ObjectIdentifier(content)),
            _ => SnmpValue.Missing(type),
        };
        var known = value.AsNumber() is not null
            || type is SnmpType.OctetString or SnmpType.Opaque or SnmpType.IpAddress or SnmpType.ObjectIdentifier
            || (content.IsEmpty && (type == SnmpType.Null || value.IsMissing));
        return known && !reader.Failed;
    }

    private static void WriteValue(AsnWriter writer, SnmpValue value)
    {
        Span<byte> number = stackalloc byte[9];
        switch (value.Type)
        {
            case SnmpType.Integer:
                writer.WriteInteger(unchecked((long)value.Unsigned));
                break;
            case SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks or SnmpType.Counter64:
                number[0] = 0;
                BinaryPrimitives.WriteUInt64BigEndian(number[1..], value.Unsigned);
                var skip = 0;
                while (skip < 8 && number[skip] == 0 && number[skip + 1] < 0x80)
                {
                    skip++;
                }

                OidCodec.WritePrimitive(writer, (byte)value.Type, number[skip..]);
                break;
            case SnmpType.ObjectIdentifier:
                OidCodec.Write(writer, value.Oid);
                break;
            default:
                OidCodec.WritePrimitive(writer, (byte)value.Type, value.Octets.Span);
                break;
        }
    }

    private static Asn1Tag TagOf(PduType type) => new(TagClass.ContextSpecific, (byte)type & 0x1f, isConstructed: true);
}
