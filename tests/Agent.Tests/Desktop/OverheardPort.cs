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
    private readonly ConcurrentQueue<MemoryStream> _said = new();
    private readonly LoopbackServer _server;

    public OverheardPort(int to) => _server = new LoopbackServer((near, end) => RelayAsync(near, to, end));

    public int Port => _server.Port;

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

    public ValueTask DisposeAsync() => _server.DisposeAsync();

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

    private async Task RelayAsync(Socket client, int to, CancellationToken end)
    {
        await using var near = new NetworkStream(client);
        using var server = new TcpClient();
        var said = new MemoryStream();
        _said.Enqueue(said);
        await server.ConnectAsync(IPAddress.Loopback, to, end);
        var far = server.GetStream();
        await Task.WhenAny(CopyAsync(near, far, said, end), far.CopyToAsync(near, end));
    }

    private static async Task CopyAsync(NetworkStream from, NetworkStream to, MemoryStream said, CancellationToken end)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, end) is > 0 and var read)
        {
            lock (said)
            {
                said.Write(buffer, 0, read);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), end);
        }
    }
}
