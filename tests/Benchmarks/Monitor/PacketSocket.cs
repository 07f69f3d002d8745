using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TicketFlow.Benchmarks.Monitor;

/// <summary>
/// One UDP socket that answers under every loopback address: an answer leaves from the address its question was sent to (IP_PKTINFO,
/// ip(7)), which .NET can receive but not send. 20,000 sockets would need as many files.
/// </summary>
internal sealed unsafe partial class PacketSocket : IDisposable
{
    private const int IpProtocol = 0;
    private const int PacketInfo = 8;
    private const int ControlLength = 28;
    private const int ControlSpace = 32;
    private const int AddressLength = 16;
    private const ushort InterNetwork = 2;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public PacketSocket()
    {
        _socket.ReceiveBufferSize = 8 * 1024 * 1024;
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.PacketInformation, true);
        _socket.Bind(new IPEndPoint(IPAddress.Any, 0));
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>Returns the length; blocks.</summary>
    /// <exception cref="SocketException">The socket was closed.</exception>
    public int Receive(byte[] buffer, out IPAddress mine, ref EndPoint theirs)
    {
        var flags = SocketFlags.None;
        var length = _socket.ReceiveMessageFrom(buffer, 0, buffer.Length, ref flags, ref theirs, out var information);
        mine = information.Address;
        return length;
    }

    public void Send(ReadOnlySpan<byte> packet, IPAddress mine, IPEndPoint theirs)
    {
        var name = stackalloc byte[AddressLength];
        var control = stackalloc byte[ControlSpace];
        new Span<byte>(name, AddressLength).Clear();
        new Span<byte>(control, ControlSpace).Clear();
        *(ushort*)name = InterNetwork;
        (name[2], name[3]) = ((byte)(theirs.Port >> 8), (byte)theirs.Port);
        theirs.Address.TryWriteBytes(new Span<byte>(name + 4, 4), out _);
        *(nuint*)control = ControlLength;
        *(int*)(control + 8) = IpProtocol;
        *(int*)(control + 12) = PacketInfo;
        mine.TryWriteBytes(new Span<byte>(control + 20, 4), out _);
        fixed (byte* data = packet)
        {
            var vector = new Vector { Data = data, Length = (nuint)packet.Length };
            var message = new Message
            {
                Name = name,
                NameLength = AddressLength,
                Vectors = &vector,
                VectorCount = 1,
                Control = control,
                ControlLength = ControlSpace,
            };
            // A packet that does not get out is a lost packet.
            SendMessage((int)_socket.Handle, &message, 0);
        }
    }

    public void Dispose() => _socket.Dispose();

    [LibraryImport("libc", EntryPoint = "sendmsg")]
    private static partial nint SendMessage(int socket, Message* message, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public byte* Data;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public byte* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
