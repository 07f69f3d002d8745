using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Printing.Tests.Raw;

/// <summary>A real socket that behaves as the test says, one connection after the other.</summary>
internal sealed class FakePrinter : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    public FakePrinter(Func<Socket, CancellationToken, Task> serve, int? receiveBuffer = null)
    {
        if (receiveBuffer is { } bytes)
        {
            _listener.ReceiveBufferSize = bytes;
        }

        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(16);
        _loop = LoopAsync(serve);
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";

    public List<byte[]> Documents { get; } = [];

    /// <summary>Reads to the end and closes, as a printer does.</summary>
    public static FakePrinter Taking(List<byte[]> documents) =>
        new(async (socket, token) => documents.Add(await ReadAllAsync(socket, token)));

    public static async Task<byte[]> ReadAllAsync(Socket socket, CancellationToken token)
    {
        var document = new MemoryStream();
        var buffer = new byte[8192];
        while (await socket.ReceiveAsync(buffer, token) is > 0 and var read)
        {
            document.Write(buffer, 0, read);
        }

        return document.ToArray();
    }

    public static async Task ReadSomeAsync(Socket socket, int bytes, CancellationToken token)
    {
        var buffer = new byte[bytes];
        for (var read = 0; read < bytes;)
        {
            read += await socket.ReceiveAsync(buffer.AsMemory(read), token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _loop;
        _end.Dispose();
    }

    private async Task LoopAsync(Func<Socket, CancellationToken, Task> serve)
    {
        try
        {
            while (true)
            {
                using var socket = await _listener.AcceptAsync(_end.Token);
                await serve(socket, _end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over, or broke the connection.
        }
    }
}
