using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace TicketFlow.Agent.LocalApi;

/// <summary>
/// Who is at the other end of a TCP connection on loopback, as the kernel proves it (/proc/net/tcp). A socket whose owner has closed it
/// is listed as root's and without an inode: it proves nothing, and whoever sends and closes at once is nobody.
/// </summary>
internal static class LoopbackPeer
{
    private const string Tables = "/proc/net/tcp";
    private const string MappedPrefix = "0000000000000000FFFF0000";
    private const int LocalField = 1;
    private const int RemoteField = 2;
    private const int UserField = 7;
    private const int InodeField = 9;

    /// <summary>The user's name, or null when nobody can be proven.</summary>
    /// <param name="peer">The other end's address.</param>
    /// <param name="own">Ours.</param>
    public static string? UserOf(EndPoint? peer, EndPoint? own)
    {
        if (!OperatingSystem.IsLinux())
        {
            // docs/desktop.md: other systems tell it otherwise or not at all; there the agent serves its own user alone.
            return Environment.UserName;
        }

        return peer is IPEndPoint from && own is IPEndPoint to && UserIdOf(from, to) is { } id ? LocalUser.Of(id) : null;
    }

    /// <summary>The user id, or null when nobody can be proven.</summary>
    public static uint? UserIdOf(IPEndPoint peer, IPEndPoint own)
    {
        var (from, to) = (Hex(peer), Hex(own));
        return Find(File.ReadLines(Tables), from, to) ?? Find(File.ReadLines(Tables + "6"), MappedPrefix + from, MappedPrefix + to);
    }

    /// <summary>The line whose own end is the peer's.</summary>
    internal static uint? Find(IEnumerable<string> lines, string local, string remote)
    {
        foreach (var line in lines)
        {
            var fields = line.Split(' ', InodeField + 2, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > InodeField && fields[LocalField] == local && fields[RemoteField] == remote && fields[InodeField] != "0")
            {
                return uint.Parse(fields[UserField], CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    /// <summary>As the kernel writes it: the address as one number in the machine's byte order.</summary>
    internal static string Hex(IPEndPoint end)
    {
        Span<byte> bytes = stackalloc byte[4];
        end.Address.MapToIPv4().TryWriteBytes(bytes, out _);
        var number = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return string.Create(CultureInfo.InvariantCulture, $"{number:X8}:{end.Port:X4}");
    }
}
