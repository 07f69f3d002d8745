using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TicketFlow.Agent.LocalApi;

namespace TicketFlow.Agent.Page;

/// <summary>
/// Whose process is at the other end of a loopback connection. Linux tells it in /proc/net/tcp; elsewhere the cookie alone has to do.
/// </summary>
internal static class PeerUser
{
    private const string Item = "ticketflow.page.peer";

    /// <summary>Before an IPv4 address in the list of IPv6 sockets.</summary>
    private const string Mapped = "0000000000000000FFFF0000";

    private const int LocalField = 1;
    private const int RemoteField = 2;
    private const int UserField = 7;

    /// <summary>Whether the connection belongs to the user; looked up once for each connection.</summary>
    public static bool Is(HttpContext context, string user)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }

        var items = context.Features.GetRequiredFeature<IConnectionItemsFeature>().Items;
        if (!items.TryGetValue(Item, out var known))
        {
            var its = context.Connection;
            var id = Find(new IPEndPoint(its.RemoteIpAddress!, its.RemotePort), new IPEndPoint(its.LocalIpAddress!, its.LocalPort));
            known = items[Item] = id is { } found ? LocalUser.Of(found) : "";
        }

        return (string)known! == user;
    }

    /// <summary>User id of the socket whose own end is <paramref name="local"/>; null when there is none.</summary>
    public static uint? Find(IPEndPoint local, IPEndPoint remote) =>
        Find(File.ReadLines("/proc/net/tcp"), Hex(local), Hex(remote))
        ?? Find(File.ReadLines("/proc/net/tcp6"), Mapped + Hex(local), Mapped + Hex(remote));

    private static uint? Find(IEnumerable<string> lines, string local, string remote)
    {
        foreach (var line in lines)
        {
            var fields = line.Split(' ', UserField + 2, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > UserField && fields[LocalField] == local && fields[RemoteField] == remote)
            {
                return uint.Parse(fields[UserField], CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    /// <summary>As the kernel writes it: the address as one number in the machine's byte order.</summary>
    private static string Hex(IPEndPoint end)
    {
        Span<byte> bytes = stackalloc byte[4];
        end.Address.MapToIPv4().TryWriteBytes(bytes, out _);
        var number = BitConverter.IsLittleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
            : BinaryPrimitives.ReadUInt32BigEndian(bytes);
        return string.Create(CultureInfo.InvariantCulture, $"{number:X8}:{end.Port:X4}");
    }
}
