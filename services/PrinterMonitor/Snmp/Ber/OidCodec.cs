using System.Formats.Asn1;

namespace TicketFlow.PrinterMonitor.Snmp.Ber;

/// <summary>Content octets of OBJECT IDENTIFIER (X.690 section 8.19), without the detour over text that the general codec takes.</summary>
internal static class OidCodec
{
    private const int MaxEncoded = Oid.MaxLength * 5;

    public static bool TryDecode(ReadOnlySpan<byte> content, out Oid oid)
    {
        oid = default;
        Span<uint> parts = stackalloc uint[Oid.MaxLength];
        // An empty value is not legal, but agents write it for 0.0.
        var count = content.IsEmpty ? 2 : 1;
        parts[..2].Clear();
        ulong value = 0;
        for (var i = 0; i < content.Length; i++)
        {
            value = (value << 7) | (uint)(content[i] & 0x7f);
            if (value > uint.MaxValue || count == Oid.MaxLength)
            {
                return false;
            }

            if ((content[i] & 0x80) == 0)
            {
                count = Store(parts, count, (uint)value);
                value = 0;
            }
        }

        if (content.Length > 0 && (content[^1] & 0x80) != 0)
        {
            return false;
        }

        oid = new Oid(parts[..count].ToArray());
        return true;
    }

    public static void Write(AsnWriter writer, Oid oid)
    {
        Span<byte> encoded = stackalloc byte[MaxEncoded + 4];
        var parts = oid.Parts;
        var length = 0;
        var first = parts.Length > 0 ? parts[0] * 40 : 0;
        length += Base128(encoded[length..], first + (parts.Length > 1 ? parts[1] : 0));
        for (var i = 2; i < parts.Length; i++)
        {
            length += Base128(encoded[length..], parts[i]);
        }

        WritePrimitive(writer, (byte)SnmpType.ObjectIdentifier, encoded[..length]);
    }

    /// <summary>Any primitive with a one-byte tag and a content of at most 65,535 octets.</summary>
    public static void WritePrimitive(AsnWriter writer, byte tag, ReadOnlySpan<byte> content)
    {
        Span<byte> small = stackalloc byte[256];
        var header = content.Length < 0x80 ? 2 : content.Length < 0x100 ? 3 : 4;
        var buffer = content.Length + header <= small.Length ? small[..(content.Length + header)] : new byte[content.Length + header];
        buffer[0] = tag;
        buffer[1] = (byte)(header == 2 ? content.Length : 0x80 + header - 2);
        for (var i = 2; i < header; i++)
        {
            buffer[i] = (byte)(content.Length >> (8 * (header - 1 - i)));
        }

        content.CopyTo(buffer[header..]);
        writer.WriteEncodedValue(buffer);
    }

    private static int Store(Span<uint> parts, int count, uint value)
    {
        if (count > 1)
        {
            parts[count] = value;
            return count + 1;
        }

        parts[0] = Math.Min(value / 40, 2);
        parts[1] = value - (parts[0] * 40);
        return 2;
    }

    private static int Base128(Span<byte> target, uint value)
    {
        var length = 1;
        for (var rest = value >> 7; rest != 0; rest >>= 7)
        {
            length++;
        }

        for (var i = length - 1; i >= 0; i--, value >>= 7)
        {
            target[i] = (byte)((value & 0x7f) | (i == length - 1 ? 0u : 0x80u));
        }

        return length;
    }
}
