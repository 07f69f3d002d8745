using System.Net;
using System.Text;
using System.Threading.Channels;
using TicketFlow.PrinterMonitor.Snmp.Ber;
using TicketFlow.PrinterMonitor.Snmp.Transport;
using TicketFlow.PrinterMonitor.Snmp.Usm;

namespace TicketFlow.PrinterMonitor.Snmp;

/// <summary>
/// Receives traps and informs of v1, v2c and v3, and answers the informs once they are queued. An inform whose answer is lost comes
/// again: readers take the same one twice without harm.
/// </summary>
public sealed class TrapListener : IAsyncDisposable
{
    private readonly TrapListenerOptions _options;
    private readonly TimeProvider _clock;
    private readonly Channel<SnmpNotification> _queue;
    private readonly UsmReceiver _usm;
    private readonly UdpChannel _channel;
    private readonly HashSet<string> _communities;

    public TrapListener(TrapListenerOptions options, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        _communities = [.. options.Communities];
        _queue = Channel.CreateBounded<SnmpNotification>(new BoundedChannelOptions(options.Capacity) { SingleReader = false });
        _usm = new UsmReceiver(options, clock);
        _channel = new UdpChannel(options.Local, OnPacket, Counters);
        _channel.Start();
    }

    public SnmpCounters Counters { get; } = new();

    public IPEndPoint Local => _channel.Local;

    public IAsyncEnumerable<SnmpNotification> ReadAllAsync(CancellationToken ct) => _queue.Reader.ReadAllAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        _queue.Writer.TryComplete();
    }

    private void OnPacket(Span<byte> packet, SocketAddress from)
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
            Counters.Drop(reason);
        }
    }

    private DropReason? OnCommunity(SnmpVersion version, ref BerReader message, SocketAddress from)
    {
        var community = Encoding.UTF8.GetString(message.Read(SnmpType.OctetString));
        if (message.Failed || !_communities.Contains(community))
        {
            return message.Failed ? DropReason.Malformed : DropReason.WrongIdentity;
        }

        if (!NotificationPdu.TryRead(ref message, out var pdu, out var reason))
        {
            return reason;
        }

        return Queue(new SnmpNotification(Endpoint(from), version, null, false, pdu.TrapOid, pdu.Variables, _clock.GetUtcNow()), () =>
            pdu.IsInform ? CommunityMessage.Write(version, Encoding.UTF8.GetBytes(community), pdu.Answer()) : null, from);
    }

    private DropReason? OnUsm(Span<byte> packet, ref BerReader message, SocketAddress from)
    {
        var outcome = UsmHeader.TryRead(ref message, out var header)
            ? _usm.Open(packet, header)
            : new UsmReceiver.Opened(DropReason.Malformed);
        if (outcome.Report is { } report)
        {
            _channel.TrySend(report, from);
            return null;
        }

        if (outcome.Dropped is { } dropped)
        {
            return dropped;
        }

        var pdu = outcome.Pdu!;
        var notification = new SnmpNotification(
            Endpoint(from), SnmpVersion.V3, outcome.User!.User, outcome.User.Auth != AuthProtocol.None,
            pdu.TrapOid, pdu.Variables, _clock.GetUtcNow());
        return Queue(notification, () => outcome.Answer, from);
    }

    private DropReason? Queue(SnmpNotification notification, Func<byte[]?> answer, SocketAddress from)
    {
        if (!_queue.Writer.TryWrite(notification))
        {
            return DropReason.Overflow;
        }

        if (answer() is { } packet)
        {
            _channel.TrySend(packet, from);
        }

        return null;
    }

    private IPEndPoint Endpoint(SocketAddress from) => (IPEndPoint)_options.Local.Create(from);
}
