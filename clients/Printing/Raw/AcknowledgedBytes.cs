using System.Buffers.Binary;
using System.Net.Sockets;

namespace TicketFlow.Printing.Raw;

/// <summary>
/// What the peer's kernel has acknowledged, from Linux' <c>TCP_INFO</c>. An orderly close by the peer proves nothing about bytes still
/// in our send buffer; their acknowledgement does.
/// </summary>
internal static class AcknowledgedBytes
{
    private const int TcpLevel = 6;
    private const int TcpInfo = 11;
    private const int BytesAckedOffset = 120;

    /// <summary>Bytes acknowledged (the kernel also counts the opening handshake as one), or null where the system cannot tell.</summary>
    public static long? Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        Span<byte> info = stackalloc byte[BytesAckedOffset + 8];
        try
        {
            var length = socket.GetRawSocketOption(TcpLevel, TcpInfo, info);
            return length < info.Length ? null : (long)BinaryPrimitives.ReadUInt64LittleEndian(info[BytesAckedOffset..]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Whether the peer has all <paramref name="length"/> bytes; true where the system cannot tell.</summary>
    public static bool Covers(Socket socket, long length) => Of(socket) is not { } acknowledged || acknowledged > length;
}
