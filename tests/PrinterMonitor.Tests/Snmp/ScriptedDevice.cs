using System.Net;
using System.Net.Sockets;
using TicketFlow.PrinterMonitor.Snmp;

namespace PrinterMonitor.Tests.Snmp;

/// <summary>
/// A device for faults that a real agent will not show on demand: each request is given to the script, which returns what to send.
/// </summary>
internal sealed class ScriptedDevice : IAsyncDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<SnmpPdu, int, IEnumerable<byte[]>> _script;
    private readonly Task _loop;

    public ScriptedDevice(Func<SnmpPdu, int, IEnumerable<byte[]>> script)
    {
        _script = script;
        _loop = ServeAsync();
    }

    public List<SnmpPdu> Requests { get; } = [];

    public SnmpTarget Target => SnmpTarget.V2c((IPEndPoint)_socket.Client.LocalEndPoint!) with { Timing = Patient };

    /// <summary>For devices that will not answer anyway.</summary>
    public static SnmpTiming Quick { get; } = new(TimeSpan.FromMilliseconds(150), 1, 1);

    /// <summary>Long enough that only an answer ends the request.</summary>
    public static SnmpTiming Patient { get; } = new(TimeSpan.FromSeconds(20), 0, 1);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_stop.Token);
                var request = Packets.ReadRequest(received.Buffer);
                Requests.Add(request);
                foreach (var packet in _script(request, Requests.Count))
                {
                    await _socket.SendAsync(packet, received.RemoteEndPoint, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
