using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Agent.Tests.Harness;

/// <summary>A raw TCP printer in the test: keeps what it gets, and holds when it is told to.</summary>
internal sealed class TestPrinter : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;
    private readonly ConcurrentQueue<byte[]> _documents = new();
    private volatile TaskCompletionSource _reading = Opened();
    private int _connections;
    private int _brokenOff;

    public TestPrinter()
        : this(IPAddress.Loopback)
    {
    }

    public TestPrinter(IPAddress address)
    {
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _loop = AcceptAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>Documents that came to their end; a connection without a byte is none.</summary>
    public IReadOnlyList<byte[]> Documents => [.. _documents];

    /// <summary>Connections that were reset before the document's end.</summary>
    public int BrokenOff => Volatile.Read(ref _brokenOff);

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Accepts, and reads nothing until <see cref="Release"/>.</summary>
    public void Hold() => _reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => _reading.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var own = socket;
        Interlocked.Increment(ref _connections);
        var document = new MemoryStream();
        var buffer = new byte[64 * 1024];
        try
        {
            while (true)
            {
                await _reading.Task.WaitAsync(_end.Token);
                var read = await socket.ReceiveAsync(buffer, _end.Token);
                if (read == 0)
                {
                    if (document.Length > 0)
                    {
                        _documents.Enqueue(document.ToArray());
                    }

                    return;
                }

                document.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Broken off: no document.
            Interlocked.Increment(ref _brokenOff);
        }
    }
}
