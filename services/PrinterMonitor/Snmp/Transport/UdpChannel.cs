using System.Net;
using System.Net.Sockets;

namespace TicketFlow.PrinterMonitor.Snmp.Transport;

/// <summary>
/// What to do with a packet. The octets are the channel's own buffer: valid during the call only, and may be overwritten.
/// </summary>
internal delegate void PacketHandler(Span<byte> packet, SocketAddress from);

/// <summary>One UDP socket with one receive loop and one receive buffer, however many requests are in flight.</summary>
internal sealed class UdpChannel : IAsyncDisposable
{
    private const int LargestPacket = 65536;
    private const int WantedReceiveBuffer = 4 << 20;

    private readonly Socket _socket;
    private readonly PacketHandler _handler;
    private readonly SnmpCounters _counters;
    private readonly CancellationTokenSource _stop = new();
    private Task _loop = Task.CompletedTask;

    public UdpChannel(IPEndPoint local, PacketHandler handler, SnmpCounters counters)
    {
        _counters = counters;
        _handler = handler;
        _socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = WantedReceiveBuffer };
        try
        {
            _socket.Bind(local);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        Local = (IPEndPoint)_socket.LocalEndPoint!;
    }

    public IPEndPoint Local { get; }

    /// <summary>Apart from the constructor, so that the handler sees its owner complete.</summary>
    public void Start() => _loop = ReceiveAsync(_stop.Token);

    /// <summary>False when this machine cannot send there (no route, no permission, socket closed).</summary>
    public bool TrySend(ReadOnlySpan<byte> packet, SocketAddress to)
    {
        try
        {
            return _socket.SendTo(packet, SocketFlags.None, to) == packet.Length;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _socket.Dispose();
        _stop.Dispose();
    }

    /// <summary>Family, port and address; the padding behind them is not everybody's to fill.</summary>
    public static bool SamePeer(SocketAddress left, SocketAddress right)
    {
        var (from, length) = left.Family == AddressFamily.InterNetworkV6 ? (8, 16) : (2, 6);
        return left.Family == right.Family && left.Size >= from + length && right.Size >= from + length
            && left.Buffer.Span[2..4].SequenceEqual(right.Buffer.Span[2..4])
            && left.Buffer.Span.Slice(from, length).SequenceEqual(right.Buffer.Span.Slice(from, length));
    }

    private async Task ReceiveAsync(CancellationToken ct)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var buffer = GC.AllocateUninitializedArray<byte>(LargestPacket, pinned: true);
        var from = new SocketAddress(_socket.AddressFamily);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, from, ct);
                Handle(buffer.AsSpan(0, length), from);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException)
            {
                // An earlier send was answered by "port unreachable" (Windows), or the interface went away: the requests time out.
                await Task.Yield();
            }
        }
    }

    private void Handle(Span<byte> packet, SocketAddress from)
    {
        try
        {
            _handler(packet, from);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The loop's top: a bug in reading one packet must not silence the whole fleet.
            _counters.Drop(DropReason.Fault);
        }
    }
}
