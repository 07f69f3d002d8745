using System.Globalization;
using System.Net;
using System.Text;

namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>The BER tags of RFC 3416 section 3 (SMIv2 values and the three exceptions).</summary>
public enum SnmpType : byte
{
    Integer = 0x02,
    OctetString = 0x04,
    Null = 0x05,
    ObjectIdentifier = 0x06,
    IpAddress = 0x40,
    Counter32 = 0x41,
    Gauge32 = 0x42,
    TimeTicks = 0x43,
    Opaque = 0x44,
    Counter64 = 0x46,
    NoSuchObject = 0x80,
    NoSuchInstance = 0x81,
    EndOfMibView = 0x82,
}

/// <summary>One value. Numbers are held as 64 bits; octets are a copy that belongs to the value.</summary>
public readonly struct SnmpValue
{
    private readonly object? _content;
    private readonly ulong _bits;

    private SnmpValue(SnmpType type, ulong bits, object? content)
    {
        Type = type;
        _bits = bits;
        _content = content;
    }

    public static SnmpValue Null => new(SnmpType.Null, 0, null);

    public SnmpType Type { get; }

    /// <summary>A v2 exception: the device does not have the object. Normal in an answer, per variable.</summary>
    public bool IsMissing => Type is SnmpType.NoSuchObject or SnmpType.NoSuchInstance or SnmpType.EndOfMibView;

    /// <summary>The octets of an OCTET STRING, Opaque or IpAddress; empty for every other type.</summary>
    public ReadOnlyMemory<byte> Octets => _content as byte[] ?? ReadOnlyMemory<byte>.Empty;

    public Oid Oid => _content is uint[] parts ? new Oid(parts) : default;

    public ulong Unsigned => _bits;

    public static SnmpValue Missing(SnmpType kind) => new(kind, 0, null);

    public static SnmpValue FromInteger(long value) => new(SnmpType.Integer, unchecked((ulong)value), null);

    public static SnmpValue FromUnsigned(SnmpType type, ulong value) => new(type, value, null);

    public static SnmpValue FromOctets(byte[] octets, SnmpType type = SnmpType.OctetString) => new(type, 0, octets);

    public static SnmpValue FromText(string text) => FromOctets(Encoding.UTF8.GetBytes(text));

    public static SnmpValue FromOid(Oid oid) => new(SnmpType.ObjectIdentifier, 0, oid.Parts.ToArray());

    /// <summary>Any integer type: devices answer INTEGER where the MIB says Counter32 and the other way round.</summary>
    public bool TryGetNumber(out long number)
    {
        number = unchecked((long)_bits);
        return Type is SnmpType.Integer or SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks or SnmpType.Counter64;
    }

    public long? AsNumber() => TryGetNumber(out var number) ? number : null;

    public override string ToString() => Type switch
    {
        SnmpType.Integer => unchecked((long)_bits).ToString(CultureInfo.InvariantCulture),
        SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks or SnmpType.Counter64 => _bits.ToString(CultureInfo.InvariantCulture),
        SnmpType.ObjectIdentifier => Oid.ToString(),
        SnmpType.IpAddress when Octets.Length == 4 => new IPAddress(Octets.Span).ToString(),
        SnmpType.OctetString => Printable(Octets.Span),
        SnmpType.Opaque => Convert.ToHexString(Octets.Span),
        _ => Type.ToString(),
    };

    private static string Printable(ReadOnlySpan<byte> octets) =>
        octets.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e) ? "0x" + Convert.ToHexString(octets) : Encoding.ASCII.GetString(octets);
}

/// <summary>One variable of a PDU.</summary>
public readonly record struct VarBind(Oid Oid, SnmpValue Value)
{
    public override string ToString() => $"{Oid} = {Value}";
}
