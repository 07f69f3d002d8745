using System.Collections.Concurrent;
using System.Net;

namespace TicketFlow.PrinterMonitor.Snmp.Usm;

/// <summary>
/// What is known of one engine for one user: its id, the keys localised to it, and its clock (boots, and seconds since the boot) as it
/// was at our timestamp HeardAt.
/// </summary>
internal sealed record UsmSession(byte[] EngineId, LocalizedKeys Keys, int Boots, int Time, long HeardAt)
{
    /// <summary>RFC 3414 section 2.2.3.</summary>
    public const int WindowSeconds = 150;

    public int TimeNow(TimeProvider clock) => Time + (int)Math.Min(clock.GetElapsedTime(HeardAt).TotalSeconds, int.MaxValue / 2);

    /// <summary>RFC 3414 section 3.2 step 7b: an answer from before the restart or more than 150 s old is not taken.</summary>
    public bool Accepts(int boots, int time, TimeProvider clock) =>
        boots > Boots || (boots == Boots && time >= TimeNow(clock) - WindowSeconds);

    public UsmSession At(int boots, int time, TimeProvider clock) =>
        this with { Boots = boots, Time = time, HeardAt = clock.GetTimestamp() };
}

/// <summary>The sessions of all devices that were asked with v3. Grows with the fleet, not with what strangers send.</summary>
internal sealed class UsmSessions(TimeProvider clock)
{
    private readonly ConcurrentDictionary<(IPEndPoint Address, UsmCredentials User), UsmSession> _sessions = new();
    private readonly UsmKeys _keys = new();

    public UsmSession? Find(SnmpTarget target, UsmCredentials user) => _sessions.GetValueOrDefault((target.Address, user));

    public void Forget(IPEndPoint address)
    {
        foreach (var key in _sessions.Keys.Where(key => key.Address.Equals(address)))
        {
            _sessions.TryRemove(key, out _);
        }
    }

    public void Learn(SnmpTarget target, UsmCredentials user, byte[] engineId, int boots, int time) =>
        _sessions[(target.Address, user)] = new UsmSession(engineId, _keys.For(user, engineId), boots, time, clock.GetTimestamp());

    /// <summary>
    /// Follows the engine's clock. Only for authenticated messages that carry the id of a waiting request: such a message is fresh
    /// whatever its clock says, so a device that lost its boot counter is followed as well.
    /// </summary>
    public void Follow(SnmpTarget target, UsmCredentials user, UsmSession session, int boots, int time)
    {
        if (boots != session.Boots || time > session.Time)
        {
            _sessions.TryUpdate((target.Address, user), session.At(boots, time, clock), session);
        }
    }
}
