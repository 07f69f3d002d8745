using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TicketFlow.Agent.LocalApi;

/// <summary>Who is at the other end of the local socket, as the kernel proves it (SO_PEERCRED). A request cannot claim otherwise.</summary>
internal static class LocalUser
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int UserIdOffset = 4;
    private static readonly ConcurrentDictionary<uint, string> Names = new();
    private static readonly Lock NameService = new();

    public static string Of(Socket socket)
    {
        if (!OperatingSystem.IsLinux())
        {
            // The socket's directory belongs to the agent's own user alone.
            return Environment.UserName;
        }

        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return Of(MemoryMarshal.Read<uint>(credentials[UserIdOffset..]));
    }

    /// <summary>The name of a user id of this system.</summary>
    public static string Of(uint userId) => Names.GetOrAdd(userId, NameOf);

    private static string NameOf(uint userId)
    {
        lock (NameService)
        {
            var entry = GetPasswordEntry(userId);
            var name = entry == IntPtr.Zero ? null : Marshal.PtrToStringUTF8(Marshal.ReadIntPtr(entry));
            return string.IsNullOrEmpty(name) ? userId.ToString(CultureInfo.InvariantCulture) : name;
        }
    }

    [DllImport("libc", EntryPoint = "getpwuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr GetPasswordEntry(uint userId);
}
