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
    public static uint? Find(IPEndPoint local, IPEndPoint remote) => LoopbackPeer.UserIdOf(local, remote);
}
