using System.Collections.Concurrent;
using System.Security.Cryptography;
using TicketFlow.PrinterMonitor.Snmp.Ber;
using TicketFlow.PrinterMonitor.Snmp.Transport;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>
/// The receiving side of the user-based security model. For informs our engine is the authoritative one (RFC 3414 section 1.5.1), so
/// it answers discovery and keeps the window; for traps the sender's is.
/// </summary>
internal sealed class UsmReceiver(TrapListenerOptions options, TimeProvider clock)
{
    /// <summary>Senders whose clock is followed. Only an authenticated message makes one known, so strangers cannot fill this.</summary>
    private const int MaxSenders = 50_000;

    private const UsmFlags SecurityLevel = UsmFlags.Auth | UsmFlags.Priv;

    private readonly long _started = clock.GetTimestamp();
    private readonly ConcurrentDictionary<string, UsmSession> _senders = new();
    private readonly UsmKeys _keys = new();
    private readonly byte[] _engineId = options.EngineId.ToArray();
    private int _reports;

    internal sealed record Opened(
        DropReason? Dropped, byte[]? Report = null, NotificationPdu? Pdu = null, UsmCredentials? User = null, byte[]? Answer = null);

    public Opened Open(Span<byte> packet, in UsmHeader header)
    {
        var ours = _engineId.Length > 0 && header.EngineId.SequenceEqual(_engineId);
        if (!ours && header.Flags.HasFlag(UsmFlags.Reportable))
        {
            return _engineId.Length == 0 ? new Opened(DropReason.WrongIdentity) : Report(header, UsmReports.UnknownEngineIds, null);
        }

        var name = header.User.ToArray();
        var user = options.Users.FirstOrDefault(known => known.UserOctets().AsSpan().SequenceEqual(name));
        if (user is null || header.EngineId.Length == 0 || LevelOf(user) != (header.Flags & SecurityLevel))
        {
            return new Opened(user is null ? DropReason.WrongIdentity : DropReason.WeakerSecurity);
        }

        var session = ours ? Own(user) : Sender(user, header);
        var id = header.MessageId;
        var (boots, time) = (header.Boots, header.Time);
        if (user.Auth != AuthProtocol.None)
        {
            if (!UsmMessage.HasValidDigest(packet, header.Mac, user.Auth, session.Keys.Auth))
            {
                return new Opened(DropReason.BadDigest);
            }

            if (!InWindow(session, boots, time, ours))
            {
                return ours ? Report(header, UsmReports.NotInTimeWindows, user) : new Opened(DropReason.OutsideTimeWindow);
            }

            Remember(user, session, boots, time, ours);
        }

        return Take(header, user, session, id, ours);
    }

    private Opened Take(in UsmHeader header, UsmCredentials user, UsmSession session, int id, bool ours)
    {
        var scoped = user.Priv == PrivProtocol.None ? header.Data.ToArray() : Decrypt(header, user, session);
        if (scoped is null)
        {
            return new Opened(DropReason.BadEncryption);
        }

        var reader = new BerReader(scoped);
        var context = new UsmContext(reader.Read(SnmpType.OctetString).ToArray(), reader.Read(SnmpType.OctetString).ToArray());
        if (!NotificationPdu.TryRead(ref reader, out var pdu, out var reason))
        {
            return new Opened(reason);
        }

        // An inform is for us only when made with our engine; a trap only with the sender's.
        if (pdu.IsInform != ours)
        {
            return new Opened(DropReason.WrongIdentity);
        }

        var answer = ours ? UsmMessage.Response(id, user, session, context, pdu.Answer(), clock) : null;
        return new Opened(null, Pdu: pdu, User: user, Answer: answer);
    }

    private static byte[]? Decrypt(in UsmHeader header, UsmCredentials user, UsmSession session)
    {
        try
        {
            return UsmMessage.Decrypt(header, user, session);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private bool InWindow(UsmSession session, int boots, int time, bool ours) => ours
        ? boots == session.Boots && Math.Abs((long)time - session.TimeNow(clock)) <= UsmSession.WindowSeconds
        : session.Accepts(boots, time, clock);

    private void Remember(UsmCredentials user, UsmSession session, int boots, int time, bool ours)
    {
        var key = Key(user, session.EngineId);
        if (!ours && (_senders.Count < MaxSenders || _senders.ContainsKey(key)))
        {
            _senders[key] = boots > session.Boots || time > session.Time ? session.At(boots, time, clock) : session;
        }
    }

    private UsmSession Own(UsmCredentials user) => new(_engineId, _keys.For(user, _engineId), options.Boots, 0, _started);

    /// <summary>A sender not heard before is taken at its word for the clock, once its digest is right.</summary>
    private UsmSession Sender(UsmCredentials user, in UsmHeader header)
    {
        var engineId = header.EngineId.ToArray();
        return _senders.GetValueOrDefault(Key(user, engineId))
            ?? new UsmSession(engineId, _keys.For(user, engineId), header.Boots, header.Time, clock.GetTimestamp());
    }

    private Opened Report(in UsmHeader header, Oid what, UsmCredentials? user)
    {
        var sent = Interlocked.Increment(ref _reports);
        var pdu = new SnmpPdu(
            new PduHeader(PduType.Report, 0, 0, 0), [new VarBind(what, SnmpValue.FromUnsigned(SnmpType.Counter32, (uint)sent))]);
        // RFC 3414 section 3.2 step 7a: out of window is told with authentication, and never encrypted.
        var speaker = user is null ? new UsmCredentials(string.Empty) : new UsmCredentials(user.User, user.Auth, user.AuthPassword);
        var context = new UsmContext(_engineId, []);
        return new Opened(null, Report: UsmMessage.Response(header.MessageId, speaker, Own(speaker), context, pdu, clock));
    }

    private static string Key(UsmCredentials user, byte[] engineId) => $"{user.User}/{Convert.ToHexString(engineId)}";

    private static UsmFlags LevelOf(UsmCredentials user) =>
        (user.Auth == AuthProtocol.None ? UsmFlags.None : UsmFlags.Auth) | (user.Priv == PrivProtocol.None ? UsmFlags.None : UsmFlags.Priv);
}
