using System.Formats.Asn1;

namespace TicketFlow.PrinterMonitor.Snmp.Ber;

/// <summary>
/// Reads the BER subset of SNMP (RFC 3417 section 8: definite lengths, one-byte tags) without throwing: a wrong byte sets
/// <see cref="Failed"/> and every later read answers with an empty value. Nothing is allocated from a length field.
/// </summary>
internal ref struct BerReader(ReadOnlySpan<byte> data)
{
    public const byte Sequence = 0x30;

    private ReadOnlySpan<byte> _rest = data;

    public bool Failed { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>The tag of the next element, 0 at the end.</summary>
    public readonly byte PeekTag => _rest.IsEmpty ? (byte)0 : _rest[0];

    public ReadOnlySpan<byte> Read(byte tag)
    {
        var content = ReadAny(out var found);
        if (found == tag)
        {
            return content;
        }

        Fail();
        return default;
    }

    public ReadOnlySpan<byte> Read(SnmpType type) => Read((byte)type);

    public BerReader Enter(byte tag)
    {
        var inner = new BerReader(Read(tag));
        inner.Failed = Failed;
        return inner;
    }

    public ReadOnlySpan<byte> ReadAny(out byte tag)
    {
        tag = PeekTag;
        // Multi-byte tags and indefinite lengths (0x80) have no place in SNMP; refusing them first keeps the decoder flat.
        if (Failed || _rest.Length < 2 || (tag & 0x1f) == 0x1f || _rest[1] == 0x80
            || !AsnDecoder.TryReadEncodedValue(_rest, AsnEncodingRules.BER, out _, out var offset, out var length, out var consumed))
        {
            tag = 0;
            Fail();
            return default;
        }

        var content = _rest.Slice(offset, length);
        _rest = _rest[consumed..];
        return content;
    }

    public int ReadInt32()
    {
        var value = Signed(Read(SnmpType.Integer));
        if (value is >= int.MinValue and <= int.MaxValue)
        {
            return (int)value;
        }

        Fail();
        return 0;
    }

    public long Signed(ReadOnlySpan<byte> content)
    {
        if (content.Length is 0 or > 8)
        {
            Fail();
            return 0;
        }

        long value = (content[0] & 0x80) != 0 ? -1 : 0;
        foreach (var octet in content)
        {
            value = (value << 8) | octet;
        }

        return value;
    }

    /// <summary>Unsigned types; agents that forget the leading zero octet send what looks negative, so no sign is extended.</summary>
    public ulong Unsigned(ReadOnlySpan<byte> content)
    {
        if (content.Length is 0 or > 9 || (content.Length == 9 && content[0] != 0))
        {
            Fail();
            return 0;
        }

        ulong value = 0;
        foreach (var octet in content)
        {
            value = (value << 8) | octet;
        }

        return value;
    }

    public Oid ObjectIdentifier(ReadOnlySpan<byte> content)
    {
        if (OidCodec.TryDecode(content, out var oid))
        {
            return oid;
        }

        Fail();
        return default;
    }

    private void Fail()
    {
        Failed = true;
        _rest = default;
    }
}
