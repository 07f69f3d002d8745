using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using TicketFlow.Ipp;
using TicketFlow.Printing.Tests.Conformance;

namespace TicketFlow.Agent.Tests.Desktop;

/// <summary>
/// A port that hands everything through to another one and remembers what the client said: a witness of what was handed over.
/// </summary>
internal sealed class OverheardPort : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<MemoryStream> _said = new();
    private readonly Task _loop;

    public OverheardPort(int to)
    {
        _listener.Start();
        _loop = AcceptAsync(to);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The documents behind the requests so far, with what the request said of each.</summary>
    public async Task<IReadOnlyList<(IppMessage Request, byte[] Document)>> DocumentsAsync()
    {
        var found = new List<(IppMessage Request, byte[] Document)>();
        foreach (var said in _said)
        {
            found.AddRange((await RequestsAsync(said)).Where(request => request.Document.Length > 0));
        }

        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _end.Dispose();
    }

    private static async Task<List<(IppMessage Request, byte[] Document)>> RequestsAsync(MemoryStream said)
    {
        var found = new List<(IppMessage Request, byte[] Document)>();
        byte[] bytes;
        lock (said)
        {
            bytes = said.ToArray();
        }

        var stream = new PeerStream(null!, new MemoryStream(bytes));
        try
        {
            while (true)
            {
                var http = await HttpExchange.ReadAsync(stream, CancellationToken.None);
                var body = new MemoryStream();
                var buffer = new byte[64 * 1024];
                while (await http.ReadBodyAsync(buffer, CancellationToken.None) is > 0 and var read)
                {
                    body.Write(buffer, 0, read);
                }

                body.Position = 0;
                var reader = PipeReader.Create(body);
                var request = await IppReader.ReadAsync(reader);
                var document = new MemoryStream();
                await reader.AsStream().CopyToAsync(document);
                found.Add((request, document.ToArray()));
            }
        }
        catch (EndOfStreamException)
        {
            return found;
        }
    }

    private async Task AcceptAsync(int to)
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                serving.Add(RelayAsync(await _listener.AcceptTcpClientAsync(_end.Token), to));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task RelayAsync(TcpClient client, int to)
    {
        using var near = client;
        using var far = new TcpClient();
        var said = new MemoryStream();
        _said.Enqueue(said);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, to, _end.Token);
            await Task.WhenAny(
                CopyAsync(near.GetStream(), far.GetStream(), said), far.GetStream().CopyToAsync(near.GetStream(), _end.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // Either end may break off.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, MemoryStream said)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, _end.Token) is > 0 and var read)
        {
            lock (said)
            {
                said.Write(buffer, 0, read);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), _end.Token);
        }
    }
}
