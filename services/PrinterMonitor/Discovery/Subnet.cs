using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TicketFlow.PrinterMonitor.Discovery;

/// <summary>A range of IPv4 addresses, as <c>192.0.2.0/24</c> or one address.</summary>
/// <param name="First">The first address.</param>
/// <param name="Count">How many.</param>
public sealed record Subnet(uint First, int Count)
{
    /// <summary>Larger ones take hours, and are written by mistake.</summary>
    public const int WidestPrefix = 16;

    private const int Bits = 32;

    /// <summary>The addresses of hosts, in order.</summary>
    public IEnumerable<IPAddress> Addresses()
    {
        for (var i = 0u; i < Count; i++)
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, First + i);
            yield return new IPAddress(bytes);
        }
    }

    /// <exception cref="FormatException">With a sentence for the one who wrote it.</exception>
    public static Subnet Parse(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || parts[0].Count(c => c == '.') != 3 || !IPAddress.TryParse(parts[0], out var ip)
            || ip.AddressFamily != AddressFamily.InterNetwork)
        {
            throw new FormatException($"'{text}' is no IPv4 network: write for example 192.0.2.0/24, or one address.");
        }

        var prefix = Bits;
        if (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > Bits))
        {
            throw new FormatException($"'{text}' is no IPv4 network: after '/' comes a number up to {Bits}.");
        }

        if (prefix < WidestPrefix)
        {
            throw new FormatException($"'{text}' has more than 65,536 addresses: scan it in parts of /{WidestPrefix} or smaller.");
        }

        var size = 1L << (Bits - prefix);
        var first = BinaryPrimitives.ReadUInt32BigEndian(ip.GetAddressBytes()) & (uint)(ulong.MaxValue << (Bits - prefix));
        // The network's own address and the broadcast address belong to nobody (except in networks of two: RFC 3021).
        return size > 2 ? new Subnet(first + 1, (int)size - 2) : new Subnet(first, (int)size);
    }
}
