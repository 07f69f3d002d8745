using System.Globalization;
using System.Net;

namespace TicketFlow.Printing.Raw;

/// <summary>A <c>host:port</c> address; IPv6 hosts stand in brackets.</summary>
internal sealed record HostAndPort(string Host, int Port)
{
    public static HostAndPort? Parse(string? address)
    {
        if (string.IsNullOrWhiteSpace(address))
        {
            return null;
        }

        var colon = address.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > 65535)
        {
            return null;
        }

        var host = address[..colon];
        if (host is ['[', .. var inner, ']'])
        {
            return IPAddress.TryParse(inner, out _) ? new HostAndPort(inner, port) : null;
        }

        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4 ? new HostAndPort(host, port) : null;
    }

    /// <summary>The endpoint to connect to; a literal address needs no name service.</summary>
    public EndPoint ToEndPoint() =>
        IPAddress.TryParse(Host, out var address) ? new IPEndPoint(address, Port) : new DnsEndPoint(Host, Port);
}
