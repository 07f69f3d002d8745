using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Agent.Tests.Harness;

/// <summary>
/// A loopback address that can go away and come back, as everything in a network does for a computer that changes it: while it is away
/// the system has no route to it. Needs the right to change routes.
/// </summary>
internal sealed class MovingAddress : IAsyncDisposable
{
    private static int _last;
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly CancellationTokenSource _end = new();
    private readonly List<TcpListener> _gates = [];
    private readonly List<Task> _serving = [];
    private bool _isAway;

    private MovingAddress(IPAddress address) => Address = address;

    public IPAddress Address { get; }

    /// <summary>An address, or why there can be none here.</summary>
    public static async Task<(MovingAddress? Address, string? WhyNot)> TryCreateAsync()
    {
        var number = (Environment.ProcessId * 8) + Interlocked.Increment(ref _last);
        var address = new MovingAddress(new IPAddress([127, 77, (byte)(number >> 8), (byte)number]));
        try
        {
            await address.RouteAsync("replace");
            await address.RouteAsync("delete");
            return (address, null);
        }
        catch (Exception e) when (e is Win32Exception or IOException)
        {
            await address.DisposeAsync();
            return (null, e.Message);
        }
    }

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
        await RouteAsync("replace");
        _isAway = true;
        while (_open.TryTake(out var socket))
        {
            socket.Close(0);
        }
    }

    public async Task ComeBackAsync()
    {
        await RouteAsync("delete");
        _isAway = false;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _gates.ForEach(gate => gate.Stop());
        await Task.WhenAll(_serving);
        if (_isAway)
        {
            await ComeBackAsync();
        }

        _end.Dispose();
    }

    private async Task RouteAsync(string change)
    {
        string[] arguments = ["route", change, "unreachable", $"{Address}/32", "table", "local"];
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var errors = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        if (ip.ExitCode != 0)
        {
            throw new IOException($"ip {string.Join(' ', arguments)}: {errors}");
        }
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
