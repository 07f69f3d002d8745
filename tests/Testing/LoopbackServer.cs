using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Testing;

/// <summary>A TCP port on loopback that serves every connection at once, as the test says, until it is disposed of.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    /// <param name="serve">
    /// One conversation; the connection is closed behind it. The token ends it. That a side breaks off is no error.
    /// </param>
    /// <param name="port">0 for any free one.</param>
    /// <param name="receiveBuffer">Bytes the kernel takes before anything is read; null for its default.</param>
    public LoopbackServer(Func<Socket, CancellationToken, Task> serve, int port = 0, int? receiveBuffer = null)
    {
        if (receiveBuffer is { } bytes)
        {
            _listener.ReceiveBufferSize = bytes;
        }

        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(64);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _loop = AcceptAsync(serve);
    }

    public int Port { get; }

    /// <summary>Ends every conversation and returns when the last is over.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _loop;
        _end.Dispose();
    }

    private async Task AcceptAsync(Func<Socket, CancellationToken, Task> serve)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptAsync(_end.Token), serve));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket, Func<Socket, CancellationToken, Task> serve)
    {
        using var own = socket;
        try
        {
            await serve(socket, _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
        {
            // Broken off, by either side.
        }
    }
}
