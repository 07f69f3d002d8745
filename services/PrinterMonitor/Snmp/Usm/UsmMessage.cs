using System.Formats.Asn1;
using System.Security.Cryptography;
using TicketFlow.PrinterMonitor.Snmp.Ber;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>contextEngineID and contextName (RFC 3411 section 3.3.1): an answer repeats those of its question.</summary>
internal sealed record UsmContext(byte[] EngineId, byte[] Name);

/// <summary>Writes and opens v3 messages (RFC 3414 section 3.1 and 3.2).</summary>
internal static class UsmMessage
{
    /// <summary>What we can take: the largest UDP payload over IPv4.</summary>
    private const int MaxSize = 65507;

    private static long s_salt = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>Discovery (RFC 3414 section 4): no user, no engine, an empty request that can only be answered by a report.</summary>
    public static byte[] Discovery(int id) =>
        Encode(
            id, UsmFlags.Reportable, [], 0, 0, [], [], [],
            Scoped(new UsmContext([], []), new SnmpPdu(new PduHeader(PduType.Get, id, 0, 0), [])));

    public static byte[] Request(int id, UsmCredentials user, UsmSession session, SnmpPdu pdu, TimeProvider clock) =>
        Secure(id, user, session, UsmFlags.Reportable, session.TimeNow(clock), Scoped(new UsmContext(session.EngineId, []), pdu));

    /// <summary>An answer or report of our own engine, at the security level given by the user, in the context that was asked.</summary>
    public static byte[] Response(int id, UsmCredentials user, UsmSession session, UsmContext context, SnmpPdu pdu, TimeProvider clock) =>
        Secure(id, user, session, UsmFlags.None, session.TimeNow(clock), Scoped(context, pdu));

    /// <summary>Checks the digest over the whole packet, whose digest field is overwritten with zeros on the way.</summary>
    public static bool HasValidDigest(Span<byte> packet, ReadOnlySpan<byte> mac, AuthProtocol auth, byte[] key)
    {
        if (mac.Length == 0 || mac.Length != AuthAlgorithm.MacLength(auth) || !((ReadOnlySpan<byte>)packet).Overlaps(mac, out var offset))
        {
            return false;
        }

        Span<byte> claimed = stackalloc byte[mac.Length];
        mac.CopyTo(claimed);
        packet.Slice(offset, mac.Length).Clear();
        var actual = AuthAlgorithm.Hmac(auth, key, packet);
        return CryptographicOperations.FixedTimeEquals(claimed, actual.AsSpan(0, claimed.Length));
    }

    /// <summary>The content octets of the scoped PDU; null when they cannot be decrypted into a sequence.</summary>
    public static byte[]? Decrypt(in UsmHeader header, UsmCredentials user, UsmSession session)
    {
        var plain = Privacy.Decrypt(user.Priv, session.Keys.Priv, header.Salt, header.Boots, header.Time, header.Data);
        // DES pads; what follows the sequence is not part of the message.
        var reader = new BerReader(plain);
        var content = reader.Read(BerReader.Sequence);
        return reader.Failed ? null : content.ToArray();
    }

    private static byte[] Secure(int id, UsmCredentials user, UsmSession session, UsmFlags flags, int time, byte[] scoped)
    {
        byte[] salt = [];
        if (user.Priv != PrivProtocol.None)
        {
            flags |= UsmFlags.Priv;
            salt = Privacy.Salt(user.Priv, session.Boots, Interlocked.Increment(ref s_salt));
            var cipher = Privacy.Encrypt(user.Priv, session.Keys.Priv, salt, session.Boots, time, scoped);
            var wrapper = new AsnWriter(AsnEncodingRules.BER);
            wrapper.WriteOctetString(cipher);
            scoped = wrapper.Encode();
        }

        flags |= user.Auth == AuthProtocol.None ? UsmFlags.None : UsmFlags.Auth;
        var mac = new byte[AuthAlgorithm.MacLength(user.Auth)];
        var message = Encode(id, flags, session.EngineId, session.Boots, time, user.UserOctets(), mac, salt, scoped);
        if (mac.Length > 0)
        {
            Sign(message, user.Auth, session.Keys.Auth);
        }

        return message;
    }

    private static void Sign(byte[] message, AuthProtocol auth, byte[] key)
    {
        var reader = new BerReader(message);
        var inner = reader.Enter(BerReader.Sequence);
        inner.ReadInt32();
        UsmHeader.TryRead(ref inner, out var header);
        ((ReadOnlySpan<byte>)message).Overlaps(header.Mac, out var offset);
        var digest = AuthAlgorithm.Hmac(auth, key, message);
        digest.AsSpan(0, header.Mac.Length).CopyTo(message.AsSpan(offset));
    }

    private static byte[] Scoped(UsmContext context, SnmpPdu pdu)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(context.EngineId);
            writer.WriteOctetString(context.Name);
            PduCodec.Write(writer, pdu);
        }

        return writer.Encode();
    }

    private static byte[] Encode(
        int id, UsmFlags flags, byte[] engineId, int boots, int time, byte[] user, byte[] mac, byte[] salt, byte[] data)
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteInteger((int)SnmpVersion.V3);
            using (writer.PushSequence())
            {
                writer.WriteInteger(id);
                writer.WriteInteger(MaxSize);
                writer.WriteOctetString([(byte)flags]);
                writer.WriteInteger(UsmHeader.SecurityModel);
            }

            using (writer.PushOctetString())
            using (writer.PushSequence())
            {
                writer.WriteOctetString(engineId);
                writer.WriteInteger(boots);
                writer.WriteInteger(time);
                writer.WriteOctetString(user);
                writer.WriteOctetString(mac);
                writer.WriteOctetString(salt);
            }

            writer.WriteEncodedValue(data);
        }

        return writer.Encode();
    }
}
