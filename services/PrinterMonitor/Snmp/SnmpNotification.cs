using System.Net;

namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>A trap or inform. v1 traps have the v2 identity that RFC 3584 section 3.1 gives them.</summary>
/// <param name="Source">Where the packet came from; v1 and v2c senders are not authenticated by it.</param>
/// <param name="Version">The protocol it came by.</param>
/// <param name="User">The v3 user; null for v1 and v2c.</param>
/// <param name="Authenticated">A v3 digest was checked.</param>
/// <param name="TrapOid">snmpTrapOID.</param>
/// <param name="Variables">All variables as sent.</param>
/// <param name="ReceivedAt">Our clock.</param>
public sealed record SnmpNotification(
    IPEndPoint Source,
    SnmpVersion Version,
    string? User,
    bool Authenticated,
    Oid TrapOid,
    IReadOnlyList<VarBind> Variables,
    DateTimeOffset ReceivedAt);

/// <summary>What a trap listener takes. Everything not named is dropped and counted.</summary>
public sealed record TrapListenerOptions
{
    public const int DefaultPort = 162;

    /// <summary>Default: all IPv4 addresses, port 162.</summary>
    public IPEndPoint Local { get; init; } = new(IPAddress.Any, DefaultPort);

    /// <summary>Communities taken in v1 and v2c. Default none.</summary>
    public IReadOnlyList<string> Communities { get; init; } = [];

    /// <summary>v3 users, for traps (keys localised to the sender) and informs (keys localised to us). Default none.</summary>
    public IReadOnlyList<UsmCredentials> Users { get; init; } = [];

    /// <summary>Our engine id, 5 to 32 octets, the same after every restart (RFC 3411 section 5). Needed for v3 informs.</summary>
    public ReadOnlyMemory<byte> EngineId { get; init; }

    /// <summary>Our restarts with this engine id: one more at each start, else senders would accept replays. Default 1.</summary>
    public int Boots { get; init; } = 1;

    /// <summary>
    /// Notifications held for the reader; beyond it they are dropped, informs unanswered so that they come again. Default 10,000.
    /// </summary>
    public int Capacity { get; init; } = 10_000;
}
