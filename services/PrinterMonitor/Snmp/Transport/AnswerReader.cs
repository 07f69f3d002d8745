using System.Net;
using System.Security.Cryptography;
using TicketFlow.PrinterMonitor.Snmp.Ber;
using TicketFlow.PrinterMonitor.Snmp.Usm;

namespace TicketFlow.PrinterMonitor.Snmp.Transport;

/// <summary>
/// Takes whatever arrives at the request socket. A packet counts only when its id waits, its source is the device asked, and its
/// identity and security are those of the request; all others do nothing but move a counter.
/// </summary>
internal sealed class AnswerReader(ExchangeTable table, UsmSessions sessions, SnmpCounters counters, TimeProvider clock)
{
    public void OnPacket(Span<byte> packet, SocketAddress from)
    {
        var outer = new BerReader(packet);
        var message = outer.Enter(BerReader.Sequence);
        var version = message.ReadInt32();
        var dropped = message.Failed ? DropReason.Malformed : (SnmpVersion)version switch
        {
            SnmpVersion.V1 or SnmpVersion.V2c => OnCommunity((SnmpVersion)version, ref message, from),
            SnmpVersion.V3 => OnUsm(packet, ref message, from),
            _ => DropReason.UnknownVersion,
        };
        if (dropped is { } reason)
        {
            counters.Drop(reason);
        }
    }

    private DropReason? OnCommunity(SnmpVersion version, ref BerReader message, SocketAddress from)
    {
        var community = message.Read(SnmpType.OctetString);
        var type = (PduType)message.PeekTag;
        var pdu = new BerReader(message.ReadAny(out _));
        if (message.Failed || !PduCodec.TryReadHeader(ref pdu, type, out var header))
        {
            return DropReason.Malformed;
        }

        if (type != PduType.Response)
        {
            return DropReason.UnexpectedPdu;
        }

        if (Match(header.RequestId, from, out var reason) is not { } exchange)
        {
            return reason;
        }

        var known = exchange.Target.Credentials as CommunityCredentials;
        if (known is null || known.Version != version || !community.SequenceEqual(known.CommunityOctets()))
        {
            return DropReason.WrongIdentity;
        }

        return Finish(exchange, ref pdu, header, new ExchangeResult(ExchangeEnd.Answer));
    }

    private DropReason? OnUsm(Span<byte> packet, ref BerReader message, SocketAddress from)
    {
        if (!UsmHeader.TryRead(ref message, out var header))
        {
            return DropReason.Malformed;
        }

        if (Match(header.MessageId, from, out var reason) is not { } exchange)
        {
            return reason;
        }

        if (exchange.Target.Credentials is not UsmCredentials user)
        {
            return DropReason.WrongIdentity;
        }

        var engine = new EngineClock(header.EngineId.ToArray(), header.Boots, header.Time);
        if (header.Flags.HasFlag(UsmFlags.Auth) && Authenticate(packet, header, exchange, user) is { } refused)
        {
            return refused;
        }

        var scoped = header.Data;
        if (header.Flags.HasFlag(UsmFlags.Priv))
        {
            if (Decrypt(header, user, exchange.Session!) is not { } plain)
            {
                return DropReason.BadEncryption;
            }

            scoped = plain;
        }

        return OnScoped(scoped, header.Flags, exchange, user, engine);
    }

    private DropReason? Authenticate(Span<byte> packet, in UsmHeader header, Exchange exchange, UsmCredentials user)
    {
        if (exchange.Session is not { } session || !header.EngineId.SequenceEqual(session.EngineId)
            || !header.User.SequenceEqual(user.UserOctets()))
        {
            return DropReason.WrongIdentity;
        }

        return UsmMessage.HasValidDigest(packet, header.Mac, user.Auth, session.Keys.Auth) ? null : DropReason.BadDigest;
    }

    private static byte[]? Decrypt(in UsmHeader header, UsmCredentials user, UsmSession session)
    {
        try
        {
            return user.Priv == PrivProtocol.None ? null : UsmMessage.Decrypt(header, user, session);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private DropReason? OnScoped(ReadOnlySpan<byte> scoped, UsmFlags flags, Exchange exchange, UsmCredentials user, EngineClock engine)
    {
        var reader = new BerReader(scoped);
        reader.Read(SnmpType.OctetString);
        reader.Read(SnmpType.OctetString);
        var type = (PduType)reader.PeekTag;
        var pdu = new BerReader(reader.ReadAny(out _));
        if (reader.Failed || !PduCodec.TryReadHeader(ref pdu, type, out var header))
        {
            return flags.HasFlag(UsmFlags.Priv) ? DropReason.BadEncryption : DropReason.Malformed;
        }

        var authentic = flags.HasFlag(UsmFlags.Auth);
        if (type == PduType.Report)
        {
            return Finish(exchange, ref pdu, header, new ExchangeResult(ExchangeEnd.Report, Engine: authentic || exchange.Session is null ||
                !engine.EngineId.AsSpan().SequenceEqual(exchange.Session.EngineId) ? engine : null));
        }

        if (type != PduType.Response || exchange.Session is not { } session)
        {
            return DropReason.UnexpectedPdu;
        }

        if (SecurityOf(user) != (flags & (UsmFlags.Auth | UsmFlags.Priv)))
        {
            return DropReason.WeakerSecurity;
        }

        if (header.RequestId != exchange.Id || !engine.EngineId.AsSpan().SequenceEqual(session.EngineId))
        {
            return DropReason.WrongIdentity;
        }

        if (authentic && !session.Accepts(engine.Boots, engine.Time, clock))
        {
            return DropReason.OutsideTimeWindow;
        }

        if (authentic)
        {
            sessions.Follow(exchange.Target, user, session, engine.Boots, engine.Time);
        }

        return Finish(exchange, ref pdu, header, new ExchangeResult(ExchangeEnd.Answer));
    }

    private Exchange? Match(int id, SocketAddress from, out DropReason reason)
    {
        var exchange = table.Find(id, out reason);
        if (exchange is null || UdpChannel.SamePeer(exchange.Peer, from))
        {
            return exchange;
        }

        reason = DropReason.WrongSource;
        return null;
    }

    private static DropReason? Finish(Exchange exchange, ref BerReader pdu, PduHeader header, ExchangeResult result)
    {
        if (PduCodec.TryReadVariables(ref pdu, out var variables))
        {
            return exchange.TryComplete(result with { Pdu = new SnmpPdu(header, variables) }) ? null : DropReason.Late;
        }

        exchange.TryComplete(new ExchangeResult(ExchangeEnd.Malformed));
        return DropReason.Malformed;
    }

    private static UsmFlags SecurityOf(UsmCredentials user) =>
        (user.Auth == AuthProtocol.None ? UsmFlags.None : UsmFlags.Auth) | (user.Priv == PrivProtocol.None ? UsmFlags.None : UsmFlags.Priv);
}
