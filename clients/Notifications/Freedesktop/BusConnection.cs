using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace TicketFlow.Notifications.Freedesktop;

/// <summary>A connection to the session's bus: as much of D-Bus as a few calls need. Any fault is an <see cref="IOException"/>.</summary>
internal sealed class BusConnection : IDisposable
{
    private const string Bus = "org.freedesktop.DBus";
    private const int LongestLine = 512;
    private const int LongestMessage = 1024 * 1024;

    private readonly NetworkStream _stream;
    private uint _serial;

    private BusConnection(NetworkStream stream) => _stream = stream;

    public static async Task<BusConnection> OpenAsync(EndPoint bus, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(bus, cancellationToken);
            var connection = new BusConnection(new NetworkStream(socket, ownsSocket: true));
            await connection.AuthenticateAsync(cancellationToken);
            await connection.CallAsync(Bus, "/org/freedesktop/DBus", Bus, "Hello", "", new BusWriter(), cancellationToken);
            return connection;
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException ? new IOException($"the session bus does not answer ({e.Message})", e) : e;
        }
    }

    /// <summary>Calls a method and returns its answer.</summary>
    /// <exception cref="IOException">The answer is an error, or the bus has gone.</exception>
    public async Task<BusMessage> CallAsync(
        string destination, string path, string type, string member, string signature, BusWriter body, CancellationToken cancellationToken)
    {
        var serial = ++_serial;
        await _stream.WriteAsync(BusMessage.Call(serial, destination, path, type, member, signature, body), cancellationToken);
        while (true)
        {
            var message = await ReceiveAsync(cancellationToken);
            if (message.ReplyTo == serial)
            {
                return message.Kind is BusMessageKind.Error
                    ? throw new IOException($"{member}: {message.Error}")
                    : message;
            }
        }
    }

    /// <summary>Answers a call of somebody else.</summary>
    public async Task ReturnAsync(BusMessage call, string signature, BusWriter body, CancellationToken cancellationToken) =>
        await _stream.WriteAsync(BusMessage.Return(++_serial, call, signature, body), cancellationToken);

    /// <summary>The next message of any kind.</summary>
    public async Task<BusMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        var start = await ReadAsync(BusMessage.FixedBytes, cancellationToken);
        var (body, fields) = (new BusReader(start, 4).Number(), new BusReader(start, BusMessage.FixedBytes - 4).Number());
        if (start[0] != 'l' || body > LongestMessage || fields > LongestMessage)
        {
            throw new IOException("the session bus sent something that is not understood");
        }

        var rest = await ReadAsync((int)(fields + 7) / 8 * 8, cancellationToken);
        return BusMessage.Parse([.. start, .. rest], await ReadAsync((int)body, cancellationToken));
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>The kernel proves who connects; the user id only says which proof to look at.</summary>
    private async Task AuthenticateAsync(CancellationToken cancellationToken)
    {
        var user = Convert.ToHexStringLower(Encoding.ASCII.GetBytes(EffectiveUser().ToString(CultureInfo.InvariantCulture)));
        await _stream.WriteAsync(Encoding.ASCII.GetBytes($"\0AUTH EXTERNAL {user}\r\n"), cancellationToken);
        var answer = new StringBuilder();
        while (answer.Length < LongestLine && !(answer.Length > 1 && answer[^1] == '\n'))
        {
            answer.Append((char)(await ReadAsync(1, cancellationToken))[0]);
        }

        if (!answer.ToString().StartsWith("OK ", StringComparison.Ordinal))
        {
            throw new IOException("the session bus does not let this user in");
        }

        await _stream.WriteAsync("BEGIN\r\n"u8.ToArray(), cancellationToken);
    }

    private async Task<byte[]> ReadAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
