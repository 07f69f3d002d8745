using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Benchmarks.Told;

/// <summary>Where a printer takes documents: open, it takes everything; closed, it refuses connections.</summary>
internal sealed class PrinterDoor(int port) : IDisposable
{
    private TcpListener? _listener;

    public void Open()
    {
        var listener = _listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _ = ServeAsync(listener);
    }

    public void Close()
    {
        _listener?.Dispose();
        _listener = null;
    }

    public void Dispose() => Close();

    private static async Task ServeAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = TakeAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static async Task TakeAsync(TcpClient sender)
    {
        using (sender)
        {
            try
            {
                await sender.GetStream().CopyToAsync(Stream.Null);
            }
            catch (IOException)
            {
                // The sender went away.
            }
        }
    }
}
