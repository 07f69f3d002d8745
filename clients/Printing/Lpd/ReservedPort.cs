using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Printing.Lpd;

/// <summary>
/// RFC 1179 section 3.1: some daemons listen only to source ports 721 to 731, which a system gives to privileged programs only.
/// </summary>
internal static class ReservedPort
{
    private const int First = 721;
    private const int Last = 731;

    /// <exception cref="SocketException">None is to be had: not allowed, or all in use.</exception>
    public static void Bind(Socket socket)
    {
        var any = socket.AddressFamily is AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        for (var port = First; port <= Last; port++)
        {
            try
            {
                socket.Bind(new IPEndPoint(any, port));
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse && port < Last)
            {
                // The next one.
            }
        }
    }
}
