using System.Net;

namespace TicketFlow.PrinterMonitor.Traps;

/// <summary>
/// Listening for printers' own calls (section <c>Monitor:Traps</c>). A trap proves nothing: it makes the monitor ask at once.
/// </summary>
public sealed class TrapOptions
{
    /// <summary>Address and UDP port, for example <c>0.0.0.0:162</c>. Default none: nobody listens.</summary>
    public string? Listen { get; set; }

    /// <summary>Names in the credentials file that traps are taken with. Default none: community <c>public</c>.</summary>
    public List<string> Credentials { get; set; } = [];

    internal IPEndPoint? Local => IPEndPoint.TryParse(Listen ?? "", out var local) && local.Port > 0 ? local : null;
}
