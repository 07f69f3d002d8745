using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using TicketFlow.Ipp;

namespace TicketFlow.Benchmarks.Transfers;

/// <summary>
/// The plainest sender of a file: it reads and sends 256 kB at a time and waits for the printer's confirmation, as <c>cat FILE | nc</c>
/// does (measured: sendfile is slower on loopback, because its receiver gets small pieces). It keeps no job, asks nobody, checks nothing.
/// </summary>
internal static class StraightSender
{
    private const int PieceBytes = 256 * 1024;

    /// <summary>Confirmed by the printer's close.</summary>
    public static Task<TimeSpan> RawAsync(int port, string file) => ToAsync(port, connection =>
    {
        SendFile(connection, file);
        connection.Shutdown(SocketShutdown.Send);
        connection.Receive(new byte[1]);
    });

    /// <summary>RFC 1179 with nothing that is not needed.</summary>
    public static Task<TimeSpan> LpdAsync(int port, string file) => ToAsync(port, connection =>
    {
        const string Control = "Hbench\nPbench\nldfA001bench\nUdfA001bench\n";
        Say("\u0002lp\n");
        Say(string.Create(CultureInfo.InvariantCulture, $"\u0002{Control.Length} cfA001bench\n"));
        Say(Control + "\0");
        Say(string.Create(CultureInfo.InvariantCulture, $"\u0003{new FileInfo(file).Length} dfA001bench\n"));
        SendFile(connection, file);
        Say("\0");

        void Say(string text)
        {
            connection.Send(Encoding.ASCII.GetBytes(text));
            if (connection.Receive(new byte[1]) != 1)
            {
                throw new IOException("The daemon closed the connection.");
            }
        }
    });

    /// <summary>One Print-Job of known length.</summary>
    public static Task<TimeSpan> IppAsync(int port, string file) => ToAsync(port, connection =>
    {
        var request = IppWriter.Write(IppMessage.Request(
            IppOperation.PrintJob, $"ipp://127.0.0.1:{port}/ipp/print", 1, [IppAttribute.NameOf("requesting-user-name", "bench")]));
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /ipp/print HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/ipp\r\n"
            + $"Content-Length: {request.Length + new FileInfo(file).Length}\r\n\r\n");
        connection.Send(Encoding.ASCII.GetBytes(head));
        connection.Send(request);
        SendFile(connection, file);
        connection.Receive(new byte[1024]);
    });

    /// <summary>Blocking calls on a thread of their own: nothing is plainer.</summary>
    private static Task<TimeSpan> ToAsync(int port, Action<Socket> talk) => Task.Factory.StartNew(
        () =>
        {
            var watch = Stopwatch.StartNew();
            using var connection = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            connection.Connect(IPAddress.Loopback, port);
            talk(connection);
            return watch.Elapsed;
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    private static void SendFile(Socket connection, string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var piece = new byte[PieceBytes];
        while (file.Read(piece) is > 0 and var read)
        {
            for (var sent = 0; sent < read;)
            {
                sent += connection.Send(piece, sent, read - sent, SocketFlags.None);
            }
        }
    }
}
