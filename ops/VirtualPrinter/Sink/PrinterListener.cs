using System.Net;
using System.Net.Sockets;

namespace TicketFlow.VirtualPrinter.Sink;

/// <summary>One port: accepts as many connections as it has slots.</summary>
internal sealed class PrinterListener(PrinterOptions options, int port, DocumentIndex index, TimeProvider clock)
{
    private readonly string _name = options.Ports.Count == 1 ? options.Name : $"{options.Name}-{port}";
    private readonly SemaphoreSlim? _slots = options.Slots is { } slots ? new SemaphoreSlim(slots) : null;
    private int _document;

    /// <summary>Listens on all ports until cancelled; prints one line when all of them are open.</summary>
    /// <exception cref="SocketException">A port is taken.</exception>
    public static async Task RunAllAsync(
        PrinterOptions options, DocumentIndex index, TimeProvider clock, TextWriter output, CancellationToken cancellationToken)
    {
        var sockets = options.Refuse ? [] : options.Ports.Select(Listen).ToList();
        var loops = sockets.Select(socket =>
            new PrinterListener(options, ((IPEndPoint)socket.LocalEndPoint!).Port, index, clock).AcceptAsync(socket, cancellationToken));
        await output.WriteLineAsync($"listening on {options.Ports.Count} port(s) from {options.Ports[0]}".AsMemory(), cancellationToken);
        try
        {
            await Task.WhenAll([.. loops, Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken)]);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end asked for.
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // No ReuseAddress: on Linux it would let a second printer share the port, and take every other document.
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(512);
        return socket;
    }

    private async Task AcceptAsync(Socket listener, CancellationToken cancellationToken)
    {
        _document = LastDocument();
        var open = new HashSet<Task>();
        while (!cancellationToken.IsCancellationRequested)
        {
            if (_slots is not null)
            {
                await _slots.WaitAsync(cancellationToken);
            }

            var socket = await listener.AcceptAsync(cancellationToken);
            open.RemoveWhere(task => task.IsCompleted);
            open.Add(ServeAsync(socket, cancellationToken));
        }

        await Task.WhenAll(open);
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        var stem = $"{_name}-{++_document:D6}";
        try
        {
            using (socket)
            {
                await new DocumentReceiver(options, socket, stem, clock).ReceiveAsync(_name, port, index, cancellationToken);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{stem}: {e.Message}");
        }
        finally
        {
            _slots?.Release();
        }
    }

    /// <summary>Numbers go on where an earlier run stopped, so that nothing is overwritten.</summary>
    private int LastDocument() =>
        Directory.EnumerateFiles(options.Directory, $"{_name}-??????.*")
            .Select(file => int.TryParse(Path.GetFileNameWithoutExtension(file).AsSpan(_name.Length + 1), out var number) ? number : 0)
            .DefaultIfEmpty(0)
            .Max();
}
