using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Agent.Tests.Harness;

/// <summary>
/// An address on the loopback device that can go away and come back, as everything in a network does for a computer that changes it. From
/// the range for measurements (RFC 2544), which nobody uses; while it is away nothing for it leaves this computer. Only root can have one.
/// </summary>
internal sealed class MovingAddress : IAsyncDisposable
{
    private static int _last;
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpListener> _gates = [];
    private readonly List<Task> _serving = [];

    private MovingAddress(IPAddress address) => Address = address;

    public IPAddress Address { get; }

    public static async Task<MovingAddress> CreateAsync()
    {
        var number = (Environment.ProcessId * 8) + Interlocked.Increment(ref _last);
        var address = new MovingAddress(new IPAddress([198, 18, (byte)(number >> 8), (byte)number]));
        await IpAsync("route", "replace", "unreachable", address.Cidr);
        await IpAsync("address", "add", address.Cidr, "dev", "lo");
        return address;
    }

    private string Cidr => string.Create(CultureInfo.InvariantCulture, $"{Address}/32");

    /// <summary>A port of this address behind which a port of the loopback address lies.</summary>
    public int Forward(int port)
    {
        var gate = new TcpListener(Address, 0);
        gate.Start();
        _gates.Add(gate);
        _serving.Add(AcceptAsync(gate, port));
        return ((IPEndPoint)gate.LocalEndpoint).Port;
    }

    /// <summary>Connections through it are lost without a word.</summary>
    public async Task GoAsync()
    {
        await IpAsync("address", "delete", Cidr, "dev", "lo");
        while (_open.TryTake(out var socket))
        {
            socket.Close(0);
        }
    }

    public Task ComeBackAsync() => IpAsync("address", "add", Cidr, "dev", "lo");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _gates.ForEach(gate => gate.Stop());
        await Task.WhenAll(_serving);
        await IpAsync("address", "replace", Cidr, "dev", "lo");
        await IpAsync("address", "delete", Cidr, "dev", "lo");
        await IpAsync("route", "delete", "unreachable", Cidr);
        _end.Dispose();
    }

    private static async Task IpAsync(params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        ip.ExitCode.ShouldBe(0, $"ip {string.Join(' ', arguments)}: {errors}");
    }

    private async Task AcceptAsync(TcpListener gate, int port)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ConnectAsync(await gate.AcceptSocketAsync(_end.Token), port));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ConnectAsync(Socket near, int port)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var both = near;
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, port, _end.Token);
            _open.Add(near);
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Either end has gone.
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var read)
            {
                for (var sent = 0; sent < read;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), _end.Token);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Either end has gone.
        }
    }
}
