using System.Net;
using System.Net.Sockets;
using TicketFlow.PrinterMonitor.Snmp.Transport;
using TicketFlow.PrinterMonitor.Snmp.Usm;

namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>
/// The asking side of SNMP v1, v2c and v3 for a fleet: one UDP socket per address family, any number of requests in flight, every
/// failure a typed result. Safe from any thread.
/// </summary>
public sealed partial class SnmpManager : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private readonly ExchangeTable _exchanges = new();
    private readonly UsmSessions _sessions;
    private readonly Lazy<UdpChannel> _ipv4;
    private readonly Lazy<UdpChannel> _ipv6;

    public SnmpManager(TimeProvider clock)
    {
        _clock = clock;
        _sessions = new UsmSessions(clock);
        var reader = new AnswerReader(_exchanges, _sessions, Counters, clock);
        _ipv4 = new Lazy<UdpChannel>(() => Open(IPAddress.Any, reader));
        _ipv6 = new Lazy<UdpChannel>(() => Open(IPAddress.IPv6Any, reader));
    }

    public SnmpCounters Counters { get; } = new();

    /// <summary>Requests that wait for an answer now.</summary>
    public int InFlight => _exchanges.Count;

    /// <summary>The port packets to IPv4 devices leave from; answers come back to it.</summary>
    internal int LocalPort => _ipv4.Value.Local.Port;

    public Task<SnmpResult> GetAsync(SnmpTarget target, IReadOnlyList<Oid> oids, CancellationToken ct) =>
        AskEachAsync(target, PduType.Get, oids, ct);

    /// <summary>Drops what is known of the v3 engine at an address, after another device moved in there.</summary>
    public void Forget(IPEndPoint address) => _sessions.Forget(address);

    public async ValueTask DisposeAsync()
    {
        foreach (var channel in new[] { _ipv4, _ipv6 }.Where(channel => channel.IsValueCreated))
        {
            await channel.Value.DisposeAsync();
        }
    }

    private UdpChannel Open(IPAddress address, AnswerReader reader)
    {
        var channel = new UdpChannel(new IPEndPoint(address, 0), reader.OnPacket, Counters);
        channel.Start();
        return channel;
    }

    private async Task<(SnmpResult? Failure, SnmpPdu? Pdu)> AskAsync(
        SnmpTarget target, PduHeader header, IReadOnlyList<Oid> oids, CancellationToken ct)
    {
        var variables = new VarBind[oids.Count];
        for (var i = 0; i < variables.Length; i++)
        {
            variables[i] = new VarBind(oids[i], SnmpValue.Null);
        }

        var result = target.Credentials switch
        {
            CommunityCredentials community => await ExchangeAsync(target, null, CommunityPacket(community, header, variables), ct),
            UsmCredentials user => await AskEngineAsync(target, user, header, variables, ct),
            _ => throw new NotSupportedException(),
        };
        return result.End switch
        {
            ExchangeEnd.Answer => (null, result.Pdu),
            ExchangeEnd.Malformed => (SnmpResult.Failed(SnmpFailure.MalformedAnswer), null),
            ExchangeEnd.SendFailed => (SnmpResult.Failed(SnmpFailure.SendFailed), null),
            ExchangeEnd.Report => (SnmpResult.Failed(UsmReports.FailureOf(result)), null),
            _ => (SnmpResult.Failed(SnmpFailure.Timeout), null),
        };
    }

    private async Task<ExchangeResult> AskEngineAsync(
        SnmpTarget target, UsmCredentials user, PduHeader header, VarBind[] variables, CancellationToken ct)
    {
        ExchangeResult result;
        var steps = 0;
        do
        {
            var session = _sessions.Find(target, user);
            result = await ExchangeAsync(target, session, id => EnginePacket(id, user, session, header, variables), ct);
            // Discovery, then at most a re-discovery and a re-synchronisation: an engine that changes with every answer is no engine.
        }
        while (++steps <= UsmReports.MaxSteps && Learn(target, user, result));

        return result;
    }

    private bool Learn(SnmpTarget target, UsmCredentials user, ExchangeResult result)
    {
        if (result is not { End: ExchangeEnd.Report, Engine: { EngineId.Length: > 0 } engine }
            || UsmReports.FailureOf(result) is not (SnmpFailure.DiscoveryFailed or SnmpFailure.NotInTimeWindow))
        {
            return false;
        }

        _sessions.Learn(target, user, engine.EngineId, engine.Boots, engine.Time);
        return true;
    }

    private async Task<ExchangeResult> ExchangeAsync(SnmpTarget target, UsmSession? session, Func<int, byte[]> packet, CancellationToken ct)
    {
        var channel = (target.Address.AddressFamily == AddressFamily.InterNetworkV6 ? _ipv6 : _ipv4).Value;
        var exchange = _exchanges.Open(id => new Exchange(id, target, session, packet(id), channel, Counters));
        try
        {
            return await exchange.RunAsync(_clock, ct);
        }
        finally
        {
            _exchanges.Close(exchange);
        }
    }

    private static Func<int, byte[]> CommunityPacket(CommunityCredentials community, PduHeader header, VarBind[] variables) =>
        id => CommunityMessage.Write(
            community.Version, community.CommunityOctets(), new SnmpPdu(header with { RequestId = id }, variables));

    private byte[] EnginePacket(int id, UsmCredentials user, UsmSession? session, PduHeader header, VarBind[] variables) =>
        session is null
            ? UsmMessage.Discovery(id)
            : UsmMessage.Request(id, user, session, new SnmpPdu(header with { RequestId = id }, variables), _clock);
}
