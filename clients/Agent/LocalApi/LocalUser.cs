using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TicketFlow.Agent.LocalApi;

/// <summary>
/// Who is at the other end of the local socket, as the kernel proves it (Linux: SO_PEERCRED, macOS: getpeereid). A request cannot claim
/// otherwise.
/// </summary>
internal static class LocalUser
{
    private const int SocketLevel = 1;
    private const int PeerCredentials = 17;
    private const int UserIdOffset = 4;
    private const uint Root = 0;
    private static readonly ConcurrentDictionary<uint, string> Names = new();
    private static readonly Lock NameService = new();

    /// <summary>Whether this system tells who opened a local socket.</summary>
    public static bool CanProve => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>The peer's name, and whether it may see everybody's jobs.</summary>
    public static LocalScope ScopeOf(Socket socket, bool shared)
    {
        if (!CanProve)
        {
            // The socket's directory belongs to the agent's own user alone.
            return new LocalScope(Environment.UserName, SeesAll: !shared);
        }

        var userId = IdOf(socket);
        return new LocalScope(Names.GetOrAdd(userId, NameOf), !shared || userId == Root || userId == GetEffectiveUserId());
    }

    private static uint IdOf(Socket socket)
    {
        if (OperatingSystem.IsMacOS())
        {
            return GetPeerIds((int)socket.Handle, out var userId, out _) == 0
                ? userId
                : throw new SocketException(Marshal.GetLastPInvokeError());
        }

        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SocketLevel, PeerCredentials, credentials);
        return MemoryMarshal.Read<uint>(credentials[UserIdOffset..]);
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

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUserId();

    [DllImport("libc", EntryPoint = "getpeereid", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPeerIds(int socket, out uint userId, out uint groupId);
}
