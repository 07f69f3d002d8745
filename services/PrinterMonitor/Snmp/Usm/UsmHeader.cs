using TicketFlow.PrinterMonitor.Snmp.Ber;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>msgFlags of RFC 3412 section 6.4.</summary>
[Flags]
internal enum UsmFlags : byte
{
    None = 0,
    Auth = 1,
    Priv = 2,
    Reportable = 4,
}

/// <summary>
/// A v3 message taken apart, nothing verified yet (RFC 3412 section 6, RFC 3414 section 2.4). Spans point into the packet.
/// </summary>
internal ref struct UsmHeader
{
    public const int SecurityModel = 3;

    /// <summary>Engine ids have 5 to 32 octets (RFC 3411 section 5); 0 in discovery.</summary>
    public const int MaxEngineId = 32;

    public int MessageId { get; private set; }

    public UsmFlags Flags { get; private set; }

    public ReadOnlySpan<byte> EngineId { get; private set; }

    public int Boots { get; private set; }

    public int Time { get; private set; }

    public ReadOnlySpan<byte> User { get; private set; }

    public ReadOnlySpan<byte> Mac { get; private set; }

    public ReadOnlySpan<byte> Salt { get; private set; }

    /// <summary>The content of the plain scoped PDU, or the encrypted octets.</summary>
    public ReadOnlySpan<byte> Data { get; private set; }

    /// <param name="message">Positioned behind msgVersion.</param>
    /// <param name="header">The parts, valid only when the answer is true.</param>
    public static bool TryRead(ref BerReader message, out UsmHeader header)
    {
        header = default;
        var global = message.Enter(BerReader.Sequence);
        header.MessageId = global.ReadInt32();
        global.ReadInt32();
        var flags = global.Read(SnmpType.OctetString);
        var model = global.ReadInt32();
        var outer = new BerReader(message.Read(SnmpType.OctetString));
        var security = outer.Enter(BerReader.Sequence);
        header.EngineId = security.Read(SnmpType.OctetString);
        header.Boots = security.ReadInt32();
        header.Time = security.ReadInt32();
        header.User = security.Read(SnmpType.OctetString);
        header.Mac = security.Read(SnmpType.OctetString);
        header.Salt = security.Read(SnmpType.OctetString);
        if (global.Failed || security.Failed || message.Failed || flags.Length != 1 || model != SecurityModel)
        {
            return false;
        }

        header.Flags = (UsmFlags)(flags[0] & 7);
        header.Data = message.Read(header.Flags.HasFlag(UsmFlags.Priv) ? (byte)SnmpType.OctetString : BerReader.Sequence);
        return !message.Failed && header.Boots >= 0 && header.Time >= 0 && header.EngineId.Length <= MaxEngineId
            && (header.Flags & (UsmFlags.Auth | UsmFlags.Priv)) != UsmFlags.Priv;
    }
}
