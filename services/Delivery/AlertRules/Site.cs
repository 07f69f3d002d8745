using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Delivery.AlertRules;

/// <summary>Where printers stand together: trouble that comes together is told together.</summary>
public static class Site
{
    /// <summary>
    /// The location up to the first ',' or '/' ("Berlin, hall 2" is at "Berlin"); without a location the network of the address
    /// ("192.0.2.0/24"), or nothing.
    /// </summary>
    public static string Of(string? location, string address)
    {
        var end = location?.AsSpan().IndexOfAny(',', '/') ?? -1;
        var site = (end < 0 ? location : location![..end])?.Trim();
        return site is { Length: > 0 } ? site : NetworkOf(address);
    }

    private static string NetworkOf(string address)
    {
        var host = address.StartsWith('[') || address.Contains("://", StringComparison.Ordinal)
            ? Uri.TryCreate(address, UriKind.Absolute, out var uri) ? uri.Host : address
            : address.Split(':')[0];
        if (!IPAddress.TryParse(host, out var ip) || ip.AddressFamily != AddressFamily.InterNetwork)
        {
            return "";
        }

        var bytes = ip.GetAddressBytes();
        return $"{bytes[0]}.{bytes[1]}.{bytes[2]}.0/24";
    }
}
