namespace TicketFlow.PrinterMonitor.Relocation;

/// <summary>Who answers at an address, as far as it says.</summary>
internal sealed record Passport(string? Serial, string? Mac, string? SystemName);

/// <summary>
/// Whether two are the same device. Pure. A name alone counts only where neither has anything better: names are given by people.
/// </summary>
internal static class IdentityRules
{
    public static bool IsSame(Passport wanted, Passport found)
    {
        if (wanted.Serial is not null && found.Serial is not null)
        {
            return string.Equals(wanted.Serial, found.Serial, StringComparison.OrdinalIgnoreCase);
        }

        if (wanted.Mac is not null && found.Mac is not null)
        {
            return string.Equals(wanted.Mac, found.Mac, StringComparison.OrdinalIgnoreCase);
        }

        return wanted is { Serial: null, Mac: null } && wanted.SystemName is { } name
            && string.Equals(name, found.SystemName, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The other addresses of its network of 256; none for anything but IPv4.</summary>
    public static IEnumerable<System.Net.IPAddress> NeighboursOf(System.Net.IPAddress address)
    {
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetwork)
        {
            return [];
        }

        var octets = address.GetAddressBytes();
        return Enumerable.Range(1, 254).Where(last => last != octets[3])
            .Select(last => new System.Net.IPAddress([octets[0], octets[1], octets[2], (byte)last]));
    }
}
