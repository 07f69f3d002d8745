using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace TicketFlow.Benchmarks.Transfers;

/// <summary>A line printer daemon that takes every job, hashes the document as the other printers do, and forgets it.</summary>
internal sealed class LpdSink : IAsyncDisposable
{
    private static readonly byte[] Yes = [0];
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    public LpdSink()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _loop;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_end.Token);
                connection.NoDelay = true;
                await ServeAsync(connection.GetStream());
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The bench ends.
        }
    }

    private async Task ServeAsync(NetworkStream stream)
    {
        await LineAsync(stream);
        await stream.WriteAsync(Yes, _end.Token);
        while (await LineAsync(stream) is { Length: > 0 } order)
        {
            var length = long.Parse(order[1..].Split(' ')[0], CultureInfo.InvariantCulture);
            await stream.WriteAsync(Yes, _end.Token);

            // A document is followed by a zero, as a control file is.
            await SinkHash.TakeAsync(stream.ReadAsync, length, _end.Token);
            await stream.ReadExactlyAsync(new byte[1], _end.Token);
            await stream.WriteAsync(Yes, _end.Token);
        }
    }

    /// <summary>Empty at the connection's end.</summary>
    private async Task<string> LineAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet, _end.Token) == 1 && octet[0] != '\n')
        {
            line.Append((char)octet[0]);
        }

        return line.ToString();
    }
}
