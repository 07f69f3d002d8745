using System.Net;
using System.Net.Sockets;

namespace TicketFlow.Notifications.Freedesktop;

/// <summary>Where the session's bus listens (D-Bus specification, "Server Addresses"). Only Unix sockets: a desktop has no other.</summary>
internal static class BusAddress
{
    private const string Scheme = "unix:";

    /// <summary>Null when there is no session bus.</summary>
    public static EndPoint? OfThisSession()
    {
        if (Parse(Environment.GetEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS")) is { } named)
        {
            return named;
        }

        var usual = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime ? Path.Combine(runtime, "bus") : null;
        return usual is not null && File.Exists(usual) ? new UnixDomainSocketEndPoint(usual) : null;
    }

    /// <summary>The first address of a list that is a Unix socket.</summary>
    public static EndPoint? Parse(string? list) => (list ?? "").Split(';')
        .Where(address => address.StartsWith(Scheme, StringComparison.Ordinal))
        .SelectMany(address => address[Scheme.Length..].Split(','))
        .Select(EndOf)
        .FirstOrDefault(end => end is not null);

    private static UnixDomainSocketEndPoint? EndOf(string option) => option.Split('=', 2) switch
    {
        ["path", var path] => new UnixDomainSocketEndPoint(Uri.UnescapeDataString(path)),
        ["abstract", var name] => new UnixDomainSocketEndPoint("\0" + Uri.UnescapeDataString(name)),
        _ => null,
    };
}
